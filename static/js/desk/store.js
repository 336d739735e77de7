// What waits on this device: written down before anything else happens, shared by all tabs, kept over a reload.
// One key for each act, so that two tabs never write over each other. Everything begins with the place on the panel.

const HOME = "desk:";

function room() {
  try {
    localStorage.setItem(`${HOME}here`, "yes");
    return localStorage;
  } catch {
    const held = new Map(); // no storage in this browser: wait in memory
    return {
      getItem: (key) => held.get(key) ?? null, setItem: (key, value) => held.set(key, value), removeItem: (key) => held.delete(key),
      key: (n) => [...held.keys()][n], get length() { return held.size; },
    };
  }
}

const all = (held) => Array.from({ length: held.length }, (_, n) => held.key(n));
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte % 36).toString(36)).join("");

export const inOrder = (a, b) => a.number - b.number || (a.device < b.device ? -1 : Number(a.device > b.device));

export class Store {
  #held;
  #prefix;
  #spilled = new Map(); // what did not fit into the storage of the browser
  #acts = null; // read once, then kept in step
  #lost = null;

  /** `heard(kind, value)` is told what other tabs write: "act", "gone", "answer", "refused". */
  constructor(place, { held = room(), heard = () => {} } = {}) {
    this.#held = held;
    this.#prefix = `${HOME}${place}:`;
    this.device = random(); // of this page alone: two tabs never send under one name
    addEventListener("storage", (event) => {
      if (!event.key?.startsWith(this.#prefix)) return;
      const key = event.key.slice(this.#prefix.length);
      if (key.startsWith("a:")) this.#acts = null;
      if (key.startsWith("r:")) this.#lost = null;
      if (key.startsWith("a:")) heard(event.newValue ? "act" : "gone", JSON.parse(event.newValue ?? event.oldValue));
      else if (key === "answer" && event.newValue) heard("answer", JSON.parse(event.newValue));
      else if (key.startsWith("r:")) heard("refused");
    });
  }

  get(key, otherwise = null) {
    const written = this.#spilled.get(key) ?? this.#held.getItem(this.#prefix + key);
    try { return written === null ? otherwise : JSON.parse(written); } catch { return otherwise; }
  }

  put(key, value) {
    const written = JSON.stringify(value);
    try {
      this.#held.setItem(this.#prefix + key, written);
      this.#spilled.delete(key);
    } catch {
      this.#spilled.set(key, written);
    }
  }

  drop(key) {
    this.#spilled.delete(key);
    this.#held.removeItem(this.#prefix + key);
  }

  #keys(kind) {
    const kept = all(this.#held).filter((key) => key.startsWith(this.#prefix + kind)).map((key) => key.slice(this.#prefix.length));
    return [...new Set([...kept, ...[...this.#spilled.keys()].filter((key) => key.startsWith(kind))])];
  }

  // ── numbers: always above every number that was seen ──

  saw(number) {
    if (number > this.get("n", 0)) this.put("n", number);
  }

  next() {
    const number = this.get("n", 0) + 1;
    this.put("n", number);
    return number;
  }

  // ── acts on their way ──

  static #name = ({ number, device }) => `${String(number).padStart(12, "0")}:${device}`;

  add(act) {
    const whole = { number: this.next(), device: this.device, at: Date.now(), ...act };
    this.put(`a:${Store.#name(whole)}`, whole);
    if (this.#acts) this.#acts.push(whole); // its number is the highest
    return whole;
  }

  /** What waits, in order of number. `anew`: another tab may just have sent some of it. */
  acts(anew = false) {
    if (anew || !this.#acts) this.#acts = this.#keys("a:").map((key) => this.get(key)).filter(Boolean).sort(inOrder);
    return this.#acts;
  }

  done(act) {
    this.drop(`a:${Store.#name(act)}`);
    if (this.#acts) this.#acts = this.#acts.filter((each) => each.number !== act.number || each.device !== act.device);
  }

  // ── acts that were not taken, until the judge has read it ──

  /** `why` says that it might be taken another time: "server" or "closed". */
  refuse(act, words, why = "") {
    this.put(`r:${Store.#name(act)}`, { act, words, why });
    this.#lost = null;
    this.done(act);
  }

  refused() {
    this.#lost ??= this.#keys("r:").map((key) => this.get(key)).filter(Boolean).sort((a, b) => inOrder(a.act, b.act));
    return this.#lost;
  }

  forgive() {
    for (const key of this.#keys("r:")) this.drop(key);
    this.#lost = null;
  }

  /** Those that might be taken now wait again, under the number they had. */
  resend() {
    const acts = this.refused().filter(({ why }) => why).map(({ act }) => act);
    for (const act of acts) {
      this.put(`a:${Store.#name(act)}`, act);
      this.drop(`r:${Store.#name(act)}`);
    }
    this.#acts = this.#lost = null;
    return acts;
  }

  // ── what the server confirmed after the list of works was fetched ──

  confirmed() { return Object.fromEntries(this.#keys("w:").map((key) => [key.slice(2), this.get(key)])); }
  confirm(code, work) { this.put(`w:${code}`, work); }
  unconfirm(code) { this.drop(`w:${code}`); }

  /** What other places have left behind, or all of them, or only this one; but never marks that still wait. */
  static tidy({ but = "", only = "" } = {}, held = room()) {
    const mine = (key) => (only ? key.startsWith(`${HOME}${only}:`) : !but || !key.startsWith(`${HOME}${but}:`));
    for (const key of all(held).filter((each) => each.startsWith(HOME) && mine(each))) if (!/^desk:[^:]+:[ar]:/.test(key)) held.removeItem(key);
  }
}
