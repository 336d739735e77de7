// What a judge has set for the own desk: kept here at once, told to the server a little later.

import { KEYS, keycaps } from "./keys.js";

const USUAL = { keys: true, map: {}, advance: true, ground: "mid", border: true, large: false, left: false, saver: false };
const GROUNDS = ["mid", "light", "dark"];
const PAUSE = 800;

export class Settings {
  #store;
  #address;
  #token;
  #shown;
  #timer = 0;

  /** `token()` is what the server wants to see; `shown(now)` is told whenever they are other ones. */
  constructor(store, stored, { address, token, shown }) {
    this.#store = store;
    this.#address = address;
    this.#token = token;
    this.#shown = shown;
    this.now = { ...USUAL, ...stored, ...store.get("settings", {}) };
  }

  set(some) {
    this.now = { ...this.now, ...some };
    this.#store.put("settings", this.now);
    this.#shown(this.now);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), PAUSE);
  }

  /** The next grey; which one it is. */
  ground() {
    const ground = GROUNDS[(GROUNDS.indexOf(this.now.ground) + 1) % GROUNDS.length];
    this.set({ ground });
    return ground;
  }

  async #send() {
    const answer = await fetch(this.#address, {
      method: "POST", body: JSON.stringify({ settings: this.now }),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token() },
    }).catch(() => null); // prettier-ignore
    if (answer?.status === 204) this.#store.drop("settings");
  }

  async full() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await document.documentElement.requestFullscreen();
    } catch { /* not allowed here */ }
    for (const each of document.querySelectorAll("[data-do=full]")) each.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
  }

  /** The list of keys says what is printed on them. */
  async keycaps() {
    const caps = await keycaps(this.now.map);
    for (const each of document.querySelectorAll("[data-key]")) if (KEYS[each.dataset.key]) each.textContent = caps[each.dataset.key];
  }
}
