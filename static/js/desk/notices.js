// What a judge has to know, in boxes that stay until it is settled.

export const el = (name, text = "", attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const button = (text, does) => {
  const made = el("button", "", { class: "button button-secondary", type: "button", "data-do": does });
  made.append(el("span", text));
  return made;
};

const link = ([words, href, away]) => el("a", words, { href, class: "button button-secondary", ...(away && { target: "_blank", rel: "noopener" }) });

function notice({ kind, text, list = [], links = [], buttons = [] }) {
  const box = el("div", "", { class: `judge-notice notice-${kind}`, role: "status" });
  for (const part of [text].flat()) box.append(el("p", part));
  if (list.length) {
    const items = el("ul");
    items.append(...list.map((line) => el("li", line)));
    box.append(items);
  }
  const row = el("p", "", { class: "judge-notice-acts" });
  row.append(...links.map(link), ...buttons.map(([words, does]) => button(words, does)));
  if (row.childElementCount) box.append(row);
  return box;
}

const shown = new WeakMap(); // box → what is in it

/** Fill `box` with notices: `{ kind, text, list, links: [[text, href, newWindow]], buttons: [[text, does]] }`. The same ones stay untouched. */
export function notices(box, all) {
  const now = JSON.stringify(all);
  if (now === (shown.get(box) ?? "[]")) return;
  shown.set(box, now);
  box.hidden = !all.length;
  box.replaceChildren(...all.map(notice));
}
