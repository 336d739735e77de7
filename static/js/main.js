// Finds every [data-behaviour] and starts its modules; a page without scripts works the same, only plainer.

const started = new WeakMap();

export async function start(root = document) {
  for (const element of root.querySelectorAll("[data-behaviour]")) {
    const done = started.get(element) ?? new Set();
    started.set(element, done);
    for (const name of element.dataset.behaviour.split(/\s+/)) {
      if (!/^[a-z][a-z-]*$/.test(name) || done.has(name)) continue;
      done.add(name);
      import(`./behaviours/${name}.js`).then((module) => module.default(element));
    }
  }
}

start();
