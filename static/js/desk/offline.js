// With a service worker the desk opens without a line: its page, scripts, list of works and the next pictures are kept in this browser.
// Without one (plain http on another host) everything else works the same.

const KEPT = 40;
const SAVING = 12;
const NAME = "desk-";

/** What the server says now, under this address; nothing that it refuses, and nothing that another says in its place. */
async function keep(cache, address, type = "*/*", asked = address) {
  const answer = await fetch(asked, { headers: { Accept: type } });
  const said = answer.headers.get("Content-Type") ?? "";
  if (answer.ok && !answer.redirected && (type === "*/*" || said.startsWith(type))) await cache.put(address, answer);
}

export class Offline {
  #name;
  #list = [];
  #busy = false;

  constructor(place) { this.#name = `${NAME}${place}`; }

  static get here() { return "serviceWorker" in navigator && "caches" in globalThis; }

  /** Keep this desk, and nothing of any other. */
  async start(worker, shell, works) {
    if (!Offline.here) return;
    try {
      for (const name of await caches.keys()) if (name.startsWith(NAME) && name !== this.#name) await caches.delete(name);
      await navigator.serviceWorker.register(worker, { scope: "/judge/" });
      const cache = await caches.open(this.#name);
      await Promise.all([keep(cache, works, "application/json"), keep(cache, shell, "text/html", location.pathname)]);
      const old = (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith("/assets/"));
      const scripts = performance.getEntriesByType("resource").map((each) => new URL(each.name)).filter((url) => url.pathname.startsWith("/assets/"));
      for (const { pathname } of scripts) if (!(await cache.match(pathname))) await keep(cache, pathname);
      for (const path of old) if (!scripts.some(({ pathname }) => pathname === path)) await cache.delete(path);
    } catch { /* no room, or not allowed: the desk goes on without */ }
  }

  /** Pictures of the next works, one after the other, and those that are done with go. */
  async pictures(addresses, saver) {
    if (!Offline.here) return;
    this.#list = addresses.slice(0, saver ? SAVING : KEPT);
    if (this.#busy) return;
    this.#busy = true;
    try {
      const cache = await caches.open(this.#name);
      const wanted = new Set(this.#list);
      for (const { url } of await cache.keys()) {
        const path = new URL(url).pathname;
        if (path.startsWith("/media/") && !wanted.has(path)) await cache.delete(path);
      }
      for (let next = 0; next < this.#list.length; next++) {
        if (!(await cache.match(this.#list[next]))) await keep(cache, this.#list[next]);
      }
    } catch { /* no line, or no room: later */ } finally {
      this.#busy = false;
    }
  }

  /** Nothing of a desk stays in this browser: of one place, or of any. */
  static async wipe(place = "") {
    if (!Offline.here) return;
    for (const name of await caches.keys()) if (place ? name === `${NAME}${place}` : name.startsWith(NAME)) await caches.delete(name);
  }
}
