// The picture on the stage, how closely it is looked at, and what is loaded around it. Nobody marks what cannot be seen: `ready` says whether.

import { paint, Pictures } from "./pictures.js";
import { Zoom } from "./zoom.js";

const SLOW = 8000;

export class Stage {
  ready = false;
  #panel;
  #words;
  #saver;
  #offline;
  #work = null; // the one that lies here
  #slow = 0;

  /** `saver()`: are small pictures wanted? `alt(work)` is what a picture is called. */
  constructor(panel, words, { saver, alt, offline }) {
    this.#panel = panel;
    this.#words = words;
    this.#saver = saver;
    this.#offline = offline;
    this.pictures = new Pictures({ wanted: (work) => this.#width(work), alt });
    this.zoom = new Zoom(panel.view, { told: (...view) => this.#zoomed(...view), full: (...view) => this.#fuller(...view) });
  }

  /** Why the picture cannot be marked yet, as a key of the words. */
  get wanting() { return this.#work?.picture ? "wait" : "noPicture"; }

  /** How many pixels wide a picture has to be to fill its place. */
  #width(work) {
    const { clientWidth, clientHeight } = this.#panel.view;
    const ratio = work.picture.width / work.picture.height;
    const wide = Math.min(clientWidth, clientHeight * ratio) * devicePixelRatio * 0.9;
    return this.#saver() ? Math.min(wide, 1280) : wide;
  }

  show(work) {
    this.#work = work;
    this.#put(work, this.pictures.show(work, () => this.#painted(work)));
  }

  /** The same picture once more, or a smaller one. */
  again(width) {
    const work = this.#work;
    const one = this.pictures.again(work, width);
    this.pictures.show(work, () => this.#painted(work));
    this.#put(work, one);
  }

  /** The line is back: pictures that failed are asked for again. */
  recovered() {
    this.pictures.forgive();
    if (!this.ready) this.show(this.#work);
  }

  #put(work, one) {
    clearTimeout(this.#slow);
    this.#panel.slow(false);
    this.ready = false;
    if (one.state === "ready") return this.#ready(work, one.image);
    const empty = document.createElement("p");
    empty.className = "judge-empty";
    empty.textContent = one.state === "loading" ? this.#words.say("loading", { n: one.percent ?? 0 }) : this.#words.say("broken");
    if (one.state === "failed") this.#panel.slow(true);
    this.zoom.show(work, null);
    this.#panel.view.replaceChildren(empty);
    if (one.state !== "loading") return;
    this.#slow = setTimeout(() => {
      this.#panel.slow(true);
      this.#panel.say(this.#words.say("slow"));
    }, SLOW);
  }

  #painted(work) {
    if (work.code !== this.#work.code) return;
    const one = this.pictures.get(work);
    if (one.state === "loading") {
      const said = this.#panel.view.querySelector(".judge-empty");
      if (said) said.textContent = this.#words.say("loading", { n: one.percent });
    } else if (one.state === "ready" && !this.ready) this.#ready(work, one.image);
    else if (one.state === "failed") this.#put(work, one);
  }

  #ready(work, image) {
    clearTimeout(this.#slow);
    this.#panel.slow(false);
    image.style.transform = "";
    image.style.setProperty("--ratio", String(work.picture.width / work.picture.height));
    image.style.setProperty("--wide", `${work.picture.width}px`);
    this.#panel.view.replaceChildren(image);
    this.ready = true;
    this.zoom.show(work, image);
  }

  /** Load what comes next, and let go of what lies behind. */
  around(model, code) {
    const at = model.at(code);
    const beside = (n) => model.work(model.order[at + n]);
    const ahead = Array.from({ length: 12 }, (_, n) => beside(n + 1)).filter(Boolean);
    const open = model.nextOpen(code);
    if (open && !ahead.slice(0, 3).some((work) => work.code === open)) ahead.unshift(...openAhead(model, code, open));
    this.pictures.keep(model.work(code), ahead, [beside(-1)].filter(Boolean));
    this.ahead(model, code);
  }

  /** Pictures for a time without a line. */
  ahead(model, code) {
    const open = [];
    const at = model.at(code);
    for (let n = 0; n < model.size && open.length < 44; n++) {
      const work = model.work(model.order[(at + n) % model.size]);
      if (n < 4 || work.state === "waiting" || work.state === "set_aside") open.push(work);
    }
    this.#offline.pictures(open.map((work) => work.picture && this.pictures.address(work)).filter(Boolean), this.#saver());
  }

  async #fuller(work, canvas, width) {
    const largest = work.picture.sizes.at(-1)?.[1];
    if (!largest || canvas.dataset.full || canvas.width >= Math.min(width, work.picture.width)) return;
    canvas.dataset.full = "yes";
    try {
      const answer = await fetch(largest);
      if (!answer.ok) throw new TypeError(String(answer.status));
      const bytes = await answer.blob();
      if (this.#work.code === work.code) await paint(canvas, bytes);
    } catch {
      delete canvas.dataset.full;
    }
  }

  #zoomed(percent, part, aloud) {
    const text = percent === null ? "" : `${percent} %`;
    const shown = document.querySelector("[data-percent]");
    const fit = this.#words.say("fit");
    shown.textContent = part === null ? fit : text;
    document.querySelector("[data-pans]").hidden = part === null;
    if (aloud) this.#panel.say(part === null ? fit : this.#words.say("zoomed", { n: percent, part: this.#words.nth("parts", part) }));
  }
}

/** The next works to be marked, where they are not simply the next ones. */
function openAhead(model, code, first) {
  const found = [first];
  while (found.length < 4) {
    const next = model.nextOpen(found.at(-1));
    if (!next || next === code || found.includes(next)) break;
    found.push(next);
  }
  return found.map((each) => model.work(each));
}
