// Looking closely: by button, key, wheel, two fingers, double tap; the result is said. Nothing of the page's own zoom is touched.

const STEP = 1.25;
const FAR = 1.02; // below this the picture is whole

export class Zoom {
  #view;
  #image = null;
  #work = null;
  #scale = 1;
  #x = 0;
  #y = 0;
  #fingers = new Map();
  #pinch = 0;
  #tapped = null;
  #doubled = -1000;
  #saying = 0;
  #told;
  #full;

  /** `told(percent, part)` hears where the view is (`part` 0 to 8, row by row; `null` for the whole picture); `full(work)` gives the largest picture. */
  constructor(view, { told, full }) {
    this.#view = view;
    this.#told = told;
    this.#full = full;
    view.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    view.addEventListener("dblclick", (event) => event.timeStamp - this.#doubled > 600 && this.toggle(event)); // a double tap may come as one, too
    view.addEventListener("pointerdown", (event) => this.#down(event));
    view.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, (event) => this.#up(event));
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

  /** How much the picture is magnified when each of its pixels is one of the screen. */
  get #actual() {
    const shown = this.#image.clientWidth || 1;
    return Math.max(1, this.#work.picture.width / (shown * devicePixelRatio));
  }

  get percent() {
    return Math.round((100 * this.#image.clientWidth * this.#scale * devicePixelRatio) / this.#work.picture.width);
  }

  in() { this.#by(STEP); }
  out() { this.#by(1 / STEP); }
  toggle(event) { if (this.#image) this.#by(this.zoomed ? 1 / this.#scale : Math.max(this.#actual, 1.5), event); }

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

  // ── hands ──

  #wheel(event) {
    const scrolls = document.documentElement.scrollHeight > innerHeight + 1;
    if (event.ctrlKey || !this.#image || (scrolls && !this.zoomed)) return; // the page's own zoom, or its scrolling
    event.preventDefault();
    this.#by(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), event);
  }

  #down(event) {
    if (!this.#image || event.button) return;
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (event.pointerType === "touch" && this.#fingers.size === 1) this.#tap(event);
    if (this.#fingers.size === 2) this.#pinch = this.#spread();
    if (this.zoomed || this.#fingers.size === 2) this.#view.setPointerCapture(event.pointerId);
  }

  #tap(event) {
    const before = this.#tapped;
    this.#tapped = { at: event.timeStamp, x: event.clientX, y: event.clientY };
    if (!before || event.timeStamp - before.at > 300 || Math.hypot(event.clientX - before.x, event.clientY - before.y) > 30) return;
    this.#tapped = null;
    this.#doubled = event.timeStamp;
    event.preventDefault();
    this.toggle(event);
  }

  #move(event) {
    const finger = this.#fingers.get(event.pointerId);
    if (!finger) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#fingers.size === 2) {
      const [a, b] = [...this.#fingers.values()];
      const now = this.#spread();
      this.#by(now / (this.#pinch || now), { clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 });
      this.#pinch = now;
      this.#tapped = null;
    } else if (this.zoomed) this.#to(this.#scale, this.#x + dx, this.#y + dy);
  }

  #spread() {
    const [a, b] = [...this.#fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  }

  #up(event) {
    this.#fingers.delete(event.pointerId);
    this.#pinch = 0;
  }
}
