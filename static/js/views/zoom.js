// Several pictures looked at through one glass: how large and which part is one thing, shared by all of them or each its own.

import { actual, hands, percent } from "./hands.js";

const [MOST, STEP] = [8, 1.25];

export class Glass {
  scale = 1;
  x = 0.5; // the part of the picture that is in the middle of its box, 0 to 1
  y = 0.5;

  get whole() { return this.scale < 1.02; }

  to(scale, x, y) {
    this.scale = Math.min(Math.max(scale, 1), MOST);
    this.x = this.whole ? 0.5 : Math.min(Math.max(x, 0), 1);
    this.y = this.whole ? 0.5 : Math.min(Math.max(y, 0), 1);
  }
}

export class Pane {
  #most = document.querySelector("[data-saver]") ? 1280 / devicePixelRatio : Infinity; // whoever saves data gets no larger picture

  /** `changed(pane)` is told whenever its glass moves by hand. `glass` is set from outside. */
  constructor(view, changed) {
    this.view = view;
    this.image = view.querySelector("img");
    this.glass = new Glass();
    this.base = 1; // width of the whole picture on the page, in pixels
    this.changed = () => changed(this);
    if (!this.image) return;
    this.image.draggable = false;
    view.tabIndex = 0;
    view.toggleAttribute("data-live", true);
    hands(view, {
      able: () => true, zoomed: () => !this.glass.whole, by: (factor, at) => this.by(factor, at), toggle: (at) => this.toggle(at),
      drag: (dx, dy) => this.pan(-dx, -dy),
    }); // prettier-ignore
  }

  get #pixels() { return Number(this.image.getAttribute("width")); }
  get percent() { return percent(this.#pixels, this.base * this.glass.scale); }
  get ratio() { return this.image ? Number(this.image.getAttribute("width")) / Number(this.image.getAttribute("height")) : 1; }

  /** The width at which the whole picture fits into its box. */
  get fitting() {
    const style = getComputedStyle(this.view);
    const inner = (side) => parseFloat(style[`padding${side}`]) || 0;
    const width = this.view.clientWidth - inner("Left") - inner("Right");
    const height = this.view.clientHeight - inner("Top") - inner("Bottom");
    return Math.max(1, Math.min(width, height * this.ratio));
  }

  draw() {
    if (!this.image) return;
    const width = this.base * this.glass.scale;
    const height = width / this.ratio;
    const [boxWidth, boxHeight] = [this.view.clientWidth, this.view.clientHeight];
    const at = (size, box, part) => (size <= box ? (box - size) / 2 : Math.min(0, Math.max(box - size, box / 2 - size * part)));
    this.image.sizes = `${Math.ceil(Math.min(width, this.#most))}px`;
    Object.assign(this.image.style, {
      inlineSize: `${width}px`, blockSize: `${height}px`, left: `${at(width, boxWidth, this.glass.x)}px`, top: `${at(height, boxHeight, this.glass.y)}px`,
    });
    this.view.toggleAttribute("data-zoomed", !this.glass.whole);
  }

  /** Larger or smaller, around the pointer or the middle. */
  by(factor, event = null) {
    if (!this.image) return;
    const { scale, x, y } = this.glass;
    const box = this.view.getBoundingClientRect();
    const next = Math.min(Math.max(scale * factor, 1), MOST);
    const off = event ? [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2] : [0, 0];
    const shift = (1 / scale - 1 / next) / this.base;
    this.glass.to(next, x + off[0] * shift, y + off[1] * shift * this.ratio);
    this.changed();
  }

  /** The whole picture, or each of its pixels one of the screen. */
  toggle(at = null) { this.by(this.glass.whole ? actual(this.#pixels, this.base) : 1 / MOST, at); }

  pan(dx, dy) {
    const { scale, x, y } = this.glass;
    this.glass.to(scale, x + dx / (this.base * scale), y + (dy * this.ratio) / (this.base * scale));
    this.changed();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    const step = 80;
    const act = {
      Equal: () => this.by(STEP), NumpadAdd: () => this.by(STEP), Minus: () => this.by(1 / STEP), NumpadSubtract: () => this.by(1 / STEP),
      KeyZ: () => this.toggle(),
      ...(!this.glass.whole && {
        ArrowLeft: () => this.pan(-step, 0), ArrowRight: () => this.pan(step, 0), ArrowUp: () => this.pan(0, -step), ArrowDown: () => this.pan(0, step),
      }),
    }[event.code]; // prettier-ignore
    act?.();
    return Boolean(act);
  }
}
