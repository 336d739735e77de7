// Looking closely: by button, key, wheel, two fingers, double tap; the result is said. Nothing of the page's own zoom is touched.

import { actual, hands, percent } from "../views/hands.js";

const STEP = 1.25;
const FAR = 1.02; // below this the picture is whole

export class Zoom {
  #view;
  #image = null;
  #work = null;
  #scale = 1;
  #x = 0;
  #y = 0;
  #saying = 0;
  #told;
  #full;

  /** `told(percent, part)` hears where the view is (`part` 0 to 8, row by row; `null` for the whole picture); `full(work)` gives the largest picture. */
  constructor(view, { told, full }) {
    this.#view = view;
    this.#told = told;
    this.#full = full;
    hands(view, {
      able: () => this.#image !== null, zoomed: () => this.zoomed, by: (factor, at) => this.#by(factor, at), toggle: (at) => this.toggle(at),
      drag: (dx, dy) => this.#to(this.#scale, this.#x + dx, this.#y + dy),
    }); // prettier-ignore
    addEventListener("resize", () => this.reset());
  }

  get zoomed() { return this.#scale > FAR; }

  /** Another picture: whole again. */
  show(work, image) {
    this.#work = work;
    this.#image = image;
    this.#scale = 1;
    this.#x = this.#y = 0;
    this.#view.toggleAttribute("data-zoomed", false);
    this.#told(null, null, false);
  }

  reset() {
    if (!this.#image || !this.zoomed) return;
    this.#to(1, 0, 0);
  }

  get percent() { return percent(this.#work.picture.width, this.#image.clientWidth * this.#scale); }
  get #actual() { return actual(this.#work.picture.width, this.#image.clientWidth || 1); }

  in() { this.#by(STEP); }
  out() { this.#by(1 / STEP); }
  toggle(event) { if (this.#image) this.#by(this.zoomed ? 1 / this.#scale : this.#actual, event); }

  pan(dx, dy) {
    const { width, height } = this.#view.getBoundingClientRect();
    this.#to(this.#scale, this.#x - (dx * width) / 4, this.#y - (dy * height) / 4);
  }

  #by(factor, event = null) {
    if (!this.#image) return;
    const scale = Math.min(Math.max(this.#scale * factor, 1), Math.max(4, this.#actual * 2));
    const box = this.#view.getBoundingClientRect();
    const at = event ? { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 } : { x: 0, y: 0 };
    const ratio = scale / this.#scale;
    this.#to(scale, at.x - (at.x - this.#x) * ratio, at.y - (at.y - this.#y) * ratio);
  }

  #to(scale, x, y) {
    const view = this.#view.getBoundingClientRect();
    const wide = Math.max(0, (this.#image.offsetWidth * scale - view.width) / 2);
    const high = Math.max(0, (this.#image.offsetHeight * scale - view.height) / 2);
    this.#scale = scale > FAR ? scale : 1;
    this.#x = this.zoomed ? Math.min(Math.max(x, -wide), wide) : 0;
    this.#y = this.zoomed ? Math.min(Math.max(y, -high), high) : 0;
    this.#image.style.transform = this.zoomed ? `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})` : "";
    this.#view.toggleAttribute("data-zoomed", this.zoomed);
    if (this.zoomed) this.#full(this.#work, this.#image, this.#image.clientWidth * this.#scale * devicePixelRatio);
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => this.#told(this.percent, this.zoomed ? this.#part(wide, high) : null, true), 200);
  }

  #part(wide, high) {
    const third = (offset, room) => (room < 1 ? 1 : offset > room / 3 ? 0 : offset < -room / 3 ? 2 : 1);
    return 3 * third(this.#y, high) + third(this.#x, wide);
  }
}
