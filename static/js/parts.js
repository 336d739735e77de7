// One file on its way in parts: begun, sent chunk by chunk, taken up again wherever the server says it stopped.
// It says nothing to anybody; `changed(sending)` is told whenever there is something to show.
//
//   state     waiting · checking · sending · retrying · lost · paused · preparing · ready · refused · cancelled
//   sent      bytes the server has, and those on their way
//   words     what the server said, when it refused;  `reason` when it said nothing: unreadable, overtaken, out, failed
//   resumed   bytes that were here already;  restarted: another file was on its way before

const PAUSES = [1000, 3000, 9000];
const SILENCE = 45_000; // a line that moves nothing for so long is dead
const DECODING = 150_000; // after the last byte: the photo is opened and made smaller
const QUIETLY = 30_000; // without a line: look whether it is back
const HALT = Symbol("halt");
const MOVING = new Set(["checking", "sending", "retrying", "preparing"]); // until the server has said that all is there

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** CRC-32, the one of PNG and zip. Browsers have better ones only on https. */
export function crc32(bytes, before = 0) {
  let sum = ~before;
  for (let i = 0; i < bytes.length; i++) sum = TABLE[(sum ^ bytes[i]) & 255] ^ (sum >>> 8);
  return ~sum >>> 0;
}

const hex = (sum) => sum.toString(16).padStart(8, "0");

export class Sending {
  state = "waiting";
  words = "";
  reason = "";
  next = "";
  again = false;
  resumed = 0;
  restarted = false;
  #begin;
  #token;
  #changed;
  #wakes;
  #at = ""; // the address of the upload, once it has begun
  #offset = 0; // what the server has acknowledged
  #flying = 0; // what of the next chunk has left
  #chunk = 0;
  #known = { at: 0, sum: 0 }; // checksum of the beginning of the file
  #running = false;
  #halted = "";
  #request = null;
  #wake = null;
  #timer = 0;

  /** `wakes`: goes on by itself when the line is back (whoever sends many decides that for all of them). */
  constructor(file, { begin, token, changed, wakes = true }) {
    this.file = file;
    this.#begin = begin;
    this.#token = token;
    this.#changed = changed;
    this.#wakes = wakes;
  }

  get total() { return this.file.size; }
  get sent() { return this.state === "ready" ? this.total : Math.min(this.total, this.#offset + this.#flying); }
  get percent() { return this.total ? Math.floor((100 * this.sent) / this.total) : 0; }
  get moving() { return MOVING.has(this.state); }

  /** Begin, or go on after a pause, a lost line or a refusal. A second call while it runs does nothing. */
  async go(pauses = PAUSES) {
    if (this.#running || this.state === "ready" || this.state === "cancelled") return;
    this.#running = true;
    this.#halted = "";
    this.#asleep(false);
    this.words = this.reason = "";
    if (this.state !== "lost") this.#to(this.#at ? "sending" : "checking");
    try {
      await this.#persist(pauses);
    } catch (trouble) {
      if (trouble === HALT) this.#to(this.#halted);
      else this.#refuse({ reason: "failed" }, trouble);
    } finally {
      this.#running = false;
      this.#flying = 0;
    }
  }

  pause() { this.#halt("paused"); }

  /** Nothing of it stays, here or on the server. */
  cancel() {
    const at = this.#at;
    this.#at = "";
    this.#halt("cancelled");
    if (!at) return;
    const address = new URL(at, location.href);
    address.pathname += "/cancel";
    fetch(address, { method: "POST", headers: this.#headers(), keepalive: true }).catch(() => { /* it expires by itself */ });
  }

  #halt(state) {
    if (this.state === "ready" || this.state === "cancelled") return;
    this.#asleep(false);
    this.#halted = state;
    this.#request?.abort();
    this.#wake?.();
    if (!this.#running) this.#to(state);
  }

  #to(state) {
    this.state = state;
    this.#changed(this);
  }

  #refuse({ words = "", reason = "", again = false }, error) {
    if (error) console.error(error);
    this.words = words;
    this.reason = words ? "" : reason;
    this.again = again || (!words && reason === "failed"); // may the same file be tried again?
    this.#to("refused");
  }

  // ── keeping on ──

  async #persist(pauses) {
    for (let failures = 0; ;) {
      const before = this.#offset;
      try {
        return await this.#send();
      } catch (trouble) {
        if (this.#halted) throw HALT;
        this.#flying = 0;
        if (!trouble?.passing) return trouble instanceof Error ? this.#refuse({ reason: "failed" }, trouble) : this.#refuse(trouble);
        if (this.#offset > before) failures = 0;
        const spent = failures >= pauses.length;
        if (spent && trouble.words) return this.#refuse(trouble);
        if (spent || navigator.onLine === false) return this.#lose();
        this.#to("retrying");
        await this.#sleep(pauses[failures]);
        failures += 1;
      }
    }
  }

  #lose() {
    this.#to("lost");
    if (this.#wakes) this.#asleep(true);
  }

  #back = () => { this.go(); };
  #look = () => { if (document.visibilityState === "visible") this.go([]); };

  #asleep(yes) {
    clearInterval(this.#timer);
    const act = yes ? "addEventListener" : "removeEventListener";
    window[act]("online", this.#back);
    document[act]("visibilitychange", this.#look);
    if (yes) this.#timer = setInterval(() => this.go([]), QUIETLY);
  }

  #sleep(milliseconds) {
    return new Promise((done, stop) => {
      const timer = setTimeout(done, milliseconds);
      this.#wake = () => { clearTimeout(timer); stop(HALT); };
    }).finally(() => { this.#wake = null; });
  }

  // ── sending ──

  async #send() {
    if (!this.#at) await this.#announce();
    for (;;) {
      const bytes = await this.#read(this.#offset, Math.min(this.#offset + this.#chunk, this.total));
      const sum = `crc32 ${hex(crc32(bytes))}`;
      if (this.#offset === this.total) this.#to("preparing");
      const answer = await this.#ask(this.#at, bytes, {
        "Content-Type": "application/octet-stream", "Upload-Offset": String(this.#offset), "Upload-Checksum": sum,
      }); // prettier-ignore
      this.#flying = 0;
      if (answer.status === 409 && answer.told?.check) {
        if (!(await this.#same(answer.told))) throw { reason: "overtaken" };
        if (answer.told.offset === this.#offset) throw { passing: true }; // refused where it belongs: not at once again
        this.#offset = answer.told.offset;
        continue;
      }
      const told = this.#understood(answer, true);
      this.#offset = told.offset;
      if (told.done) {
        this.next = told.next;
        return this.#to("ready");
      }
      this.#to("sending");
    }
  }

  async #announce(anew = false) {
    const form = new URLSearchParams({ name: this.file.name, length: this.total, ...(anew && { anew: 1 }) });
    const told = this.#understood(await this.#ask(this.#begin, form));
    if (told.offset && !(await this.#same(told))) {
      this.restarted = true;
      return this.#announce(true);
    }
    this.#at = told.at;
    this.#chunk = told.chunk;
    this.resumed = this.#offset = told.offset;
    this.#to("sending");
  }

  /** Does this file begin with what the server has? */
  async #same({ offset, check }) {
    if (offset > this.total) return false;
    let { at, sum } = this.#known.at <= offset ? this.#known : { at: 0, sum: 0 };
    for (; at < offset; at = Math.min(at + 1_048_576, offset)) {
      sum = crc32(await this.#read(at, Math.min(at + 1_048_576, offset)), sum);
      if (this.#halted) throw HALT;
    }
    this.#known = { at: offset, sum };
    return hex(sum) === check;
  }

  async #read(from, to) {
    try {
      return new Uint8Array(await this.file.slice(from, to).arrayBuffer());
    } catch {
      throw { reason: "unreadable" }; // moved, deleted, or on a stick that was pulled out
    }
  }

  #headers() {
    return { Accept: "application/json", "X-CSRFToken": this.#token };
  }

  /** `{ status, told }`; throws what passes by itself, such as a lost line. */
  #ask(address, body, headers = {}) {
    if (this.#halted) throw HALT;
    return new Promise((done, stop) => {
      const request = new XMLHttpRequest(); // unlike fetch, it tells how far it is
      let timer;
      const watch = (milliseconds) => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), milliseconds);
      };
      const lost = () => stop({ passing: true });
      request.open("POST", address);
      for (const [name, value] of Object.entries({ ...this.#headers(), ...headers })) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded }) => {
        watch(SILENCE);
        if (!headers["Upload-Offset"]) return;
        this.#flying = Math.min(loaded, body.length);
        this.#to(this.#offset + this.#flying >= this.total ? "preparing" : "sending");
      };
      request.upload.onload = () => watch(DECODING);
      request.onload = () => {
        let told = null;
        try { told = JSON.parse(request.responseText); } catch { /* a page, not an answer */ }
        done({ status: request.status, told });
      };
      request.onerror = request.onabort = lost;
      request.onloadend = () => { clearTimeout(timer); this.#request = null; };
      this.#request = request;
      watch(SILENCE);
      request.send(body);
    });
  }

  /** What the server told, or the trouble it is. Busy is a passing trouble for a photo that is under way: its parts are kept. */
  #understood({ status, told }, under = false) {
    const words = told?.error ?? "";
    if (status === 200 || status === 201) {
      if (told) return told;
      throw { reason: "out" }; // led to a page: the entry is not open in this browser any more
    }
    if (status === 404) this.#at = ""; // ended elsewhere: who tries again begins again
    if (status === 507) throw { words, reason: "failed", again: true };
    if (status === 429) throw { words, reason: "failed", again: true, passing: under };
    if (status === 400 || status === 408 || status >= 500) throw { passing: true };
    throw { words, reason: "failed", again: status === 404 };
  }
}
