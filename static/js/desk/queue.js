// From this device to the server: in order of number, at most fifty at a time, one request at a time across all tabs.
// Nothing is called saved before the server has said so.

const PAUSES = [1000, 2000, 5000, 10_000, 20_000];
const MOST = 50;
const SILENCE = 20_000;
const LEASE = 25_000;

/** What of an act the server is told. */
function spoken({ number, code, what, criterion, value, note, of }) {
  return { number, code, what, criterion, value, note, of };
}

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
  trouble = null; // { kind: offline | signedOut | other | paused | busy, words }
  #store;
  #address;
  #renew;
  #told;
  #running = null;
  #failures = 0;
  #timer = 0;
  #ask = null;
  token = "";

  /**
   * `renew()` fetches the list of works again for a new token, true when it is still this judge's; `told(kind, value)` hears
   * "answer", "refused", "closed", "done" and "state" (whenever what is to be shown may have changed).
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
    return acts.slice(0, Math.min(end < 0 ? acts.length : end, this.#most));
  }

  #most = MOST;

  async #deliver(acts) {
    const asking = this.#ask && acts.length === this.waiting;
    const body = JSON.stringify({ device: acts[0]?.device ?? this.#store.device, ...(asking && { ask: true }), acts: acts.map(spoken) });
    const { status, told } = await this.#post(body);
    if (status === 200 && told) return this.#taken(acts, told, asking);
    if (status === 400) return this.#again();
    if (status === 401) return this.#later({ kind: "signedOut" });
    if (status === 409 && told?.again) return this.#later({ kind: "paused", words: told.error });
    if (status === 409 || status === 404 || status === 403) return this.#closed(acts, told?.error ?? "");
    if (status === 422 || status === 413) return this.#malformed(acts, told?.error ?? "");
    return this.#later({ kind: status === 429 || status === 503 ? "busy" : "offline" });
  }

  async #post(body) {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENCE);
    try {
      const answer = await fetch(this.#address, {
        method: "POST", body, signal: silence.signal, redirect: "manual", keepalive: body.length < 30_000,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      }); // prettier-ignore
      const told = await answer.json().catch(() => null);
      return { status: answer.type === "opaqueredirect" ? 401 : answer.status, told };
    } finally {
      clearTimeout(timer);
    }
  }

  #taken(acts, told, asking) {
    this.#failures = 0;
    this.trouble = null;
    this.#most = MOST;
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

  #renewed = 0;

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

  #closed(acts, words) {
    this.#ask = null;
    for (const act of this.#store.acts()) this.#store.refuse(act, words);
    this.trouble = null;
    this.#told("closed", { words, acts });
    return false;
  }

  /** One of these the server does not understand: it is found by sending them one by one. */
  #malformed(acts, words) {
    if (acts.length > 1) {
      this.#most = 1;
      return true;
    }
    if (!acts.length) {
      this.#ask = null;
      return true;
    }
    this.#most = MOST;
    this.#store.refuse(acts[0], words);
    this.#told("refused", { act: acts[0], words });
    return true;
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
