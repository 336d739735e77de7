// What the other views of a judge send: the same acts, numbers and waiting room as the desk. The one place that knows how.

import { Queue } from "../desk/queue.js";
import { Store } from "../desk/store.js";

/**
 * `root` carries data-place, -number, -token, -acts and -works; without an address (-acts) nothing is sent. `heard(kind, value)` is told
 * "now" with what the server holds of a work ({ code, marks, version }), "refused" with { code, criterion, value, words }, "closed" with
 * words, and "state" with "saved", "saving", "offline", "signedOut" or words of the server.
 */
export class Acts {
  #store;
  #queue = null;
  #root;
  #heard;

  constructor(root, heard) {
    this.#root = root;
    this.#heard = heard;
    if (!root.dataset.acts) return;
    this.#store = new Store(root.dataset.place);
    this.#store.saw(Number(root.dataset.number)); // a press is numbered above all that the server has seen
    this.#queue = new Queue(this.#store, {
      address: root.dataset.acts, token: root.dataset.token, renew: () => this.#renew(),
      told: (kind, value) => this.#told(kind, value),
    }); // prettier-ignore
    addEventListener("beforeunload", (event) => { if (this.#queue.waiting && this.#queue.trouble) event.preventDefault(); });
    if (this.#queue.waiting) this.#queue.send();
  }

  get able() { return this.#queue !== null; }

  /** Give a work a mark (steps above the lowest; null clears it). Written down here first, then sent. */
  mark(code, criterion, value) {
    this.#store.add({ code, what: "mark", criterion, value });
    this.#heard("state", "saving");
    return this.#queue.send();
  }

  async #renew() {
    try {
      const answer = await fetch(this.#root.dataset.works, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) return "signedOut";
      const data = answer.ok ? await answer.json() : null;
      if (!data || String(data.place) !== this.#root.dataset.place) return data ? "other" : "offline";
      this.#store.saw(data.number);
      this.#queue.token = data.csrf;
      return "mine";
    } catch {
      return "offline";
    }
  }

  #told(kind, value) {
    if (kind === "answer") for (const [code, work] of Object.entries(value.told.works ?? {})) this.#heard("now", { code, ...work });
    if (kind === "refused") this.#heard("refused", { ...value.act, words: value.words });
    if (kind === "closed") this.#heard("closed", value.words);
    if (kind === "state") {
      const { trouble } = this.#queue;
      this.#heard("state", trouble ? (trouble.words ?? (trouble.kind === "signedOut" ? "signedOut" : "offline")) : this.#queue.waiting ? "saving" : "saved");
    }
  }
}

/** The digit of a key of the row or the pad, as the mark it stands for: 0 is 10 where there is no 0. */
export function stepOf(event, values) {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? (!event.code && /^[0-9]$/.test(event.key) ? event.key : null);
  if (digit === null || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return null;
  const at = values.indexOf(digit);
  return at >= 0 ? at : digit === "0" && values.includes("10") ? values.indexOf("10") : null;
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
