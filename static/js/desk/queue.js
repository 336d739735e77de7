// From this device to the server: in order of number, at most fifty at a time, one request at a time across all tabs.
// Nothing is called saved before the server has said so, and nothing is given up unless the server itself refuses it.

import { ours } from "./works.js";

const PAUSES = [1000, 2000, 5000, 10_000, 20_000];
const MOST = 50;
const SILENCE = 20_000;
const LEASE = 25_000;
const TRIES = 3; // of one act that the server fails on, before it is set aside

/** What of an act the server is told. */
function spoken({ number, code, what, criterion, value, note, of }) {
  return { number, code, what, criterion, value, note, of };
}

/** Does this say of each of these acts what became of it? */
const answers = (told, acts) => Array.isArray(told?.acts) && acts.every(({ number }) => told.acts.some((each) => each.number === number && each.became));

/** Whoever holds the lock sends; where browsers have none, a written lease does. */
async function alone(name, store, act) {
  if (navigator.locks) return navigator.locks.request(name, act);
  const mine = `${store.device}`;
  const lease = store.get("lease");
  if (lease && lease.by !== mine && lease.until > Date.now()) throw { held: true };
  store.put("lease", { by: mine, until: Date.now() + LEASE });
  try { return await act(); } finally { store.drop("lease"); }
}

export class Queue {
  trouble = null; // { kind: offline | signedOut | other | paused | busy | server, words }
  #store;
  #address;
  #renew;
  #told;
  #running = null;
  #failures = 0;
  #timer = 0;
  #ask = null;
  #singly = 0; // so many acts go one by one: one of them is not understood, or makes the server stumble
  #stumbles = 0; // of the server, over what comes first
  #renewed = 0;
  token = "";

  /**
   * `renew()` fetches the list of works again for a new token and says whose it is ("mine", "signedOut", "other", "offline"); `told(kind, value)`
   * hears "answer", "refused", "closed", "done" and "state" (whenever what is to be shown may have changed).
   */
  constructor(store, { address, token, renew, told }) {
    this.#store = store;
    this.#address = address;
    this.#renew = renew;
    this.#told = told;
    this.token = token;
    addEventListener("online", () => this.hurry());
    addEventListener("focus", () => this.trouble && this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.trouble && this.hurry());
  }

  get waiting() { return this.#store.acts().length; }

  /** Send what waits now, whatever pause was meant. */
  hurry() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    return this.send();
  }

  /** Ask the server whether it has everything, as soon as nothing waits. */
  ask() {
    this.#ask = true;
    return this.send();
  }

  send() {
    if (this.#timer) return this.#running ?? Promise.resolve();
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
      this.#told("state");
      if (!this.#timer && !this.trouble && (this.#ask || this.waiting)) queueMicrotask(() => this.send());
    });
    return this.#running;
  }

  async #drain() {
    try {
      await alone(`desk ${this.#address}`, this.#store, async () => {
        for (let acts = this.#batch(true); acts.length || this.#ask; acts = this.#batch()) if (!(await this.#deliver(acts))) return;
      });
    } catch (trouble) {
      if (trouble?.held) this.#later(null, 1500); // another tab is sending
      else {
        if (!(trouble instanceof TypeError) && trouble?.name !== "AbortError") console.error(trouble);
        this.#later({ kind: "offline" });
      }
    }
  }

  /** The first acts that go under one device's name. */
  #batch(anew = false) {
    const acts = this.#store.acts(anew);
    const end = acts.findIndex((act) => act.device !== acts[0].device);
    return acts.slice(0, Math.min(end < 0 ? acts.length : end, this.#singly ? 1 : MOST));
  }

  async #deliver(acts) {
    const asking = this.#ask && acts.length === this.waiting;
    const { status, told } = await this.#post(acts, asking);
    if (status === 200 && answers(told, acts)) return this.#taken(acts, told, asking);
    if (status >= 500) return this.#stumbled(acts, status === 503 && ours(told));
    if (status === 413 && acts.length > 1) return this.#malformed(acts, ""); // too long for somebody on the way
    if (!ours(told)) return this.#later({ kind: "offline" }); // a hotel's page, a proxy: not the server
    if (status === 400) return this.#again();
    if (status === 401) return this.#later({ kind: "signedOut" });
    if (status === 409 && told.again) return this.#later({ kind: "paused", words: told.error });
    if (status === 409 || status === 404 || status === 403) return this.#closed(told.error);
    if (status === 422 || status === 413) return this.#malformed(acts, told.error);
    return this.#later({ kind: "busy" });
  }

  async #post(acts, asking = false) {
    const body = JSON.stringify({ device: acts[0]?.device ?? this.#store.device, ...(asking && { ask: true }), acts: acts.map(spoken) });
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENCE);
    try {
      const answer = await fetch(this.#address, {
        method: "POST", body, signal: silence.signal, redirect: "manual", keepalive: body.length < 30_000,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      }); // prettier-ignore
      return { status: answer.status, told: await answer.json().catch(() => null) };
    } finally {
      clearTimeout(timer);
    }
  }

  #taken(acts, told, asking) {
    this.#failures = this.#renewed = 0;
    this.trouble = null;
    this.#stepped(acts.length);
    this.#store.saw(told.number);
    const became = new Map(told.acts.map((each) => [each.number, each]));
    this.#told("answer", { told, acts, became });
    for (const act of acts) {
      const { became: fate, said } = became.get(act.number) ?? {};
      if (fate === "refused") this.#store.refuse(act, said ?? "");
      else this.#store.done(act);
      if (fate === "refused" || fate === "overtaken") this.#told(fate, { act, words: said ?? "" });
    }
    if (asking) {
      this.#ask = null;
      this.#told("done", told.done);
    }
    this.#told("state");
    return true;
  }

  /** The session is another one than the page's: its token is fetched anew. */
  async #again() {
    this.#renewed += 1;
    if (this.#renewed > 2) {
      this.#renewed = 0;
      return this.#later({ kind: "busy" });
    }
    const whose = await this.#renew(); // "mine", "signedOut", "other" or "offline"
    if (whose !== "mine") return this.#later({ kind: whose });
    return true;
  }

  /** The server takes nothing any more: the round is closed, or signed off. */
  #closed(words) {
    const acts = this.#store.acts(true);
    this.#ask = null;
    for (const act of acts) this.#store.refuse(act, words, "closed");
    this.trouble = null;
    this.#told("closed", { words, acts });
    return false;
  }

  /** One of these the server does not understand: it is found by sending them one by one. */
  #malformed(acts, words) {
    if (acts.length > 1) this.#singly = acts.length;
    else if (!acts.length) this.#ask = null;
    else this.#setAside(acts[0], words);
    return true;
  }

  /** The server is in trouble, or one of these brings it down. One act must not hold up the others, and trouble must not cost an act. */
  async #stumbled(acts, busy) {
    this.#stumbles += 1;
    if (acts.length > 1 && this.#stumbles >= TRIES - 1) {
      this.#stumbles = this.#failures = 0;
      this.#singly = acts.length;
    } else if (acts.length === 1 && !busy && this.#stumbles >= TRIES) {
      const { status } = await this.#post([]);
      if (status === 200) { // it takes everything but this
        this.#setAside(acts[0], "", "server");
        return true;
      }
    }
    return this.#later({ kind: busy ? "busy" : "server" });
  }

  #setAside(act, words, why = "") {
    this.#stepped(1);
    this.#store.refuse(act, words, why);
    this.#told("refused", { act, words, why });
  }

  /** So many acts are through, one way or the other. */
  #stepped(count) {
    this.#stumbles = 0;
    this.#singly = Math.max(0, this.#singly - count);
  }

  #later(trouble, pause) {
    if (trouble) {
      this.trouble = trouble;
      this.#failures += 1;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#timer = 0; this.send(); }, pause ?? PAUSES[Math.min(this.#failures, PAUSES.length) - 1]);
    this.#told("state");
    return false;
  }
}
