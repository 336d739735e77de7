// Pictures, loaded ahead and decoded before they are shown. They are drawn on a canvas, not left to an <img>: browsers keep decoded images
// as long as they like, half a gigabyte after a day of judging, and what lies behind is to be let go.

const AHEAD = 12; // the nearest first: three are needed at a walk, ten for somebody who knows the works
const BEHIND = 1;

/** Put a picture's bytes on a canvas, decoded. */
export async function paint(canvas, blob, options = {}) {
  const bitmap = await createImageBitmap(blob, options);
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
}

export class Pictures {
  #kept = new Map(); // code → { state, percent, image, stop, changed, done }
  #waiting = []; // codes, nearest first
  #busy = 0;

  /** `wanted()` tells the width to fetch in pixels of the screen; `alt(work)` what a picture is called. */
  constructor({ wanted, alt }) {
    this.wanted = wanted;
    this.alt = alt;
  }

  /** The smallest size that fills the stage, or the largest there is. */
  address(work, width = this.wanted(work)) {
    const sizes = work.picture?.sizes ?? [];
    return (sizes.find(([size]) => size >= width) ?? sizes.at(-1))?.[1] ?? null;
  }

  /** The picture of a work: `{ state: "loading" | "ready" | "failed" | "none", image, percent }`. */
  get(work) {
    if (!work.picture) return { state: "none" };
    return this.#kept.get(work.code) ?? this.#fetch(work, this.address(work));
  }

  /** The line is back: what failed may be tried again. */
  forgive() {
    for (const [code, each] of this.#kept) if (each.state === "failed") this.#let(code, each);
  }

  /** Load these, nearest first. Everything else is let go, unless it lies just behind. */
  keep(current, ahead, behind) {
    const others = [...ahead.slice(0, AHEAD), ...behind.slice(0, BEHIND)];
    const codes = new Set([current, ...others].map((work) => work.code));
    for (const [code, each] of this.#kept) if (!codes.has(code)) this.#let(code, each);
    this.#waiting = others; // the current one is on its way
    this.#go();
  }

  again(work, width) {
    const kept = this.#kept.get(work.code);
    if (kept) this.#let(work.code, kept);
    return this.#fetch(work, this.address(work, width));
  }

  #let(code, each) {
    each.stop.abort();
    if (each.image) each.image.width = each.image.height = 0; // its memory goes at once
    if (this.#kept.get(code) === each) this.#kept.delete(code);
  }

  #go() {
    while (this.#busy < 4 && this.#waiting.length) {
      const work = this.#waiting.shift();
      if (!work.picture || this.#kept.has(work.code)) continue;
      this.#busy += 1;
      this.#fetch(work, this.address(work)).done.finally(() => { this.#busy -= 1; this.#go(); });
    }
  }

  #fetch(work, address) {
    const one = { state: "loading", percent: 0, image: null, stop: new AbortController(), changed: null };
    this.#kept.set(work.code, one);
    one.done = this.#load(one, address)
      .then(() => this.#decode(work, one))
      .then(() => { one.state = "ready"; })
      .catch((trouble) => { if (!one.stop.signal.aborted && trouble?.name !== "AbortError") one.state = "failed"; })
      .then(() => one.changed?.(one));
    return one;
  }

  async #load(one, address) {
    const answer = await fetch(address, { signal: one.stop.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const length = Number(answer.headers.get("Content-Length"));
    const reader = answer.body?.getReader();
    if (!reader) { one.blob = await answer.blob(); return; }
    const parts = [];
    for (let got = 0, part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      got += part.value.length;
      one.percent = length ? Math.floor((100 * got) / length) : 0;
      one.changed?.(one);
    }
    one.blob = new Blob(parts, { type: answer.headers.get("Content-Type") ?? "image/webp" });
  }

  async #decode(work, one) {
    const canvas = document.createElement("canvas");
    canvas.className = "picture";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.alt(work));
    await paint(canvas, one.blob);
    one.blob = null;
    one.image = canvas;
    if (one.stop.signal.aborted) this.#let(work.code, one);
  }

  /** This one is looked at now; `changed` is told of every step of it, and of nothing else afterwards. */
  show(work, changed) {
    for (const each of this.#kept.values()) each.changed = null;
    const one = this.get(work);
    one.changed = changed;
    return one;
  }
}
