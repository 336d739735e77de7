// What the other pages of a judge send and show: the same acts, numbers and waiting room as the desk. The one place that knows how.

import { digitOf } from "../desk/keys.js";
import { guard } from "../desk/leaving.js";
import { Model } from "../desk/model.js";
import { Queue } from "../desk/queue.js";
import { Store } from "../desk/store.js";
import { readWords } from "../desk/words.js";
import { fetchWorks, stepOf } from "../desk/works.js";

let room = null;

/** The waiting room of this page, one however many parts of it look in; `null` where the page has none (see _waiting.html). */
export function waitingRoom() {
  const root = document.querySelector("[data-waiting]");
  if (root) room ??= new Acts(root);
  return room;
}

/**
 * The page carries data-place, -home, -number, -token and -keys; without data-sends nothing is sent. Whoever listens is told what the queue
 * and other tabs tell: "act", "gone", "answer", "refused", "overtaken", "closed" and "state".
 */
export class Acts {
  queue = null;
  confirmed = new Map(); // what the server said since the page was made
  #heard = [];
  #root;

  constructor(root) {
    const { place, home, number, token, keys } = root.dataset;
    this.#root = root;
    this.home = home;
    this.keys = keys !== "off";
    this.words = readWords(root.querySelector("template"));
    this.store = new Store(place, { heard: (kind, value) => this.#told(kind, value) });
    this.store.saw(Number(number)); // a press is numbered above all that the server has seen
    if (!("sends" in root.dataset)) return;
    this.queue = new Queue(this.store, {
      address: `${home}acts`, token, renew: () => this.#renew(), told: (kind, value) => this.#told(kind, value),
    }); // prettier-ignore
    this.go = guard(home, () => this.queue);
    if (this.queue.waiting) queueMicrotask(() => this.queue.send());
  }

  /** Can works be marked here now? */
  get able() { return this.queue !== null && "open" in this.#root.dataset; }

  listen(heard) { this.#heard.push(heard); }

  /** Give a work a mark (steps above the lowest; null clears it). Written down here first, then sent. `said` is the same in words. */
  mark(code, criterion, value, said) {
    const act = this.store.add({ code, what: "mark", criterion, value, said });
    this.#told("act", act);
    return this.queue.send();
  }

  async #renew() {
    const { data, stored, why } = await fetchWorks(`${this.home}works.json`);
    if (!data || stored) return why ?? "offline";
    if (String(data.place) !== this.#root.dataset.place) return "other";
    this.store.saw(data.number);
    this.queue.token = data.csrf;
    return "mine";
  }

  #told(kind, value) {
    const works = kind === "answer" ? (value.told?.works ?? value.works ?? {}) : {};
    for (const [code, work] of Object.entries(works)) {
      this.confirmed.set(code, work);
      if (value.told) this.store.confirm(code, work);
    }
    if (kind === "answer" && value.told) this.store.put("answer", { works, number: value.told.number }); // for other tabs
    for (const heard of this.#heard) heard(kind, value);
  }
}

/**
 * Works as the page has them, and what waits on top: `draw(work)` is called for each that is other than the page was made.
 * `scales` are the values of each criterion, `works` are `{ code, version, state, marks, pinned }` as they stand on the page; what was confirmed
 * while the page was on its way is newer.
 */
export function overlay(waiting, scales, works, draw) {
  const model = new Model({
    criteria: scales.map((values) => ({ values, share: 1 })), under: 1, works: works.map((work) => ({ note: "", ...work })),
  }); // prettier-ignore
  const show = (code) => { if (model.has(code)) draw(model.work(code)); };
  const confirm = (found) => {
    for (const [code, work] of found) {
      model.confirm(code, work);
      show(code);
    }
  };
  confirm(Object.entries(waiting.store.confirmed()).filter(([code, { version }]) => model.has(code) && version > model.version(code)));
  for (const act of waiting.store.acts()) model.add(act);
  for (const code of new Set(waiting.store.acts().map((act) => act.code))) show(code);
  confirm(waiting.confirmed);
  const gone = (act) => { model.remove(act); show(act.code); };
  waiting.listen((kind, value) => {
    if (kind === "act") {
      model.add(value);
      show(value.code);
    } else if (kind === "gone") gone(value);
    else if (kind === "refused") gone(value.act);
    else if (kind === "closed") value.acts.forEach(gone);
    else if (kind === "answer") {
      for (const act of value.acts ?? []) model.remove(act);
      confirm(Object.entries(value.told?.works ?? value.works ?? {}));
    }
  });
  return model;
}

/** The digit that was pressed, or "": nothing is marked by a key that is held down, or with another. */
export function digit(event) {
  return event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey ? "" : digitOf(event);
}

export { stepOf };

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
