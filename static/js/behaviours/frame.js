// <div data-behaviour="frame">: the corners of templates/_components/frame.html can be dragged on the picture and moved with arrow keys;
// the buttons of the form move them without reading the page again. In the editor of a mask a box is drawn on the picture.

const FULL = 10000;
const [SMALL, LARGE, TAP] = [100, 500, 150];
const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
const within = (value) => Math.min(FULL, Math.max(0, Math.round(value)));

// Clockwise and without a dent, as the server wants them.
const sound = (points) =>
  points.every(([ax, ay], i) => {
    const [[bx, by], [cx, cy]] = [points[(i + 1) % 4], points[(i + 2) % 4]];
    return (bx - ax) * (cy - by) - (by - ay) * (cx - bx) > 0;
  });

const inside = ([x, y], points) =>
  points.every(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % 4];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
  });

// `chosen` corners moved as far as all of them can go; where the shape would break, nothing moves.
function moved(points, chosen, dx, dy) {
  const far = (axis, by) => {
    const values = chosen.map((i) => points[i][axis]);
    return Math.max(-Math.min(...values), Math.min(FULL - Math.max(...values), by));
  };
  const [x, y] = [far(0, dx), far(1, dy)];
  const made = points.map((point, i) => (chosen.includes(i) ? [within(point[0] + x), within(point[1] + y)] : point));
  return sound(made) ? made : points;
}

const rectangle = ([ax, ay], [bx, by]) => {
  const [left, right, top, bottom] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
};

class Editor {
  constructor(details, ground) {
    this.details = details;
    this.ground = ground;
    this.mask = details.dataset.shape === "mask";
    this.lines = ground.querySelector(`[data-shape="${details.dataset.shape}"]`);
    this.steps = details.querySelector(".frame-steps");
    this.place = details.querySelector(".frame-place");
    this.fields = [...details.querySelectorAll("input[name=corners]")];
    const numbers = this.fields[0].value.split(",").map(Number);
    this.points = [0, 2, 4, 6].map((i) => [numbers[i], numbers[i + 1]]);
    this.handles = this.points.map((_, i) => this.handle(i));
    details.querySelector("[data-dragging]").hidden = false;
    details.querySelector("[data-plain]").hidden = true;
    this.steps.addEventListener("submit", (event) => this.step(event));
    this.steps.addEventListener("change", (event) => event.target.name === "corner" && this.say());
    this.draw();
  }

  get open() {
    return this.details.open;
  }

  words(corner) {
    return this.steps.querySelector(`input[name=corner][value="${corner}"]`).dataset.name;
  }

  get chosen() {
    return new FormData(this.steps).get("corner");
  }

  choose(corner) {
    this.steps.querySelector(`input[name=corner][value="${corner}"]`).checked = true;
  }

  handle(i) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "frame-handle";
    button.setAttribute("aria-label", this.words(i));
    button.addEventListener("keydown", (event) => this.key(event, i));
    button.addEventListener("pointerdown", (event) => {
      this.choose(i);
      this.drag(event, button, [i]);
    });
    this.ground.append(button);
    return button;
  }

  key(event, i) {
    const way = WAYS[event.key.replace("Arrow", "").toLowerCase()];
    if (!way || !event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE : SMALL;
    this.choose(i);
    this.move([i], way[0] * step, way[1] * step);
  }

  step(event) {
    const way = WAYS[event.submitter?.value];
    event.preventDefault();
    if (!way) return;
    const [corner, step] = [this.chosen, Number(new FormData(this.steps).get("step"))];
    this.move(corner === "all" ? [0, 1, 2, 3] : [Number(corner)], way[0] * step, way[1] * step);
  }

  move(chosen, dx, dy) {
    const before = this.points;
    this.points = moved(before, chosen, dx, dy);
    this.draw();
    this.say(String(before) === String(this.points));
  }

  // Where the pointer is on the picture, in ten-thousandths.
  at(event) {
    const box = this.ground.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * FULL, ((event.clientY - box.top) / box.height) * FULL];
  }

  drag(event, holder, chosen) {
    if (event.button !== 0 || !event.isPrimary) return;
    const [start, before] = [this.at(event), this.points];
    this.follow(event, holder, (now) => moved(before, chosen, now[0] - start[0], now[1] - start[1]));
  }

  draft(event) {
    if (event.button !== 0 || !event.isPrimary || event.target.closest(".frame-handle")) return;
    event.preventDefault();
    const start = this.at(event).map(within);
    this.choose("all");
    if (inside(start, this.points)) return this.drag(event, this.ground, [0, 1, 2, 3]);
    const before = this.points;
    this.follow(event, this.ground, (now) => {
      const made = rectangle(start, now.map(within));
      const [width, height] = [made[1][0] - made[0][0], made[2][1] - made[1][1]];
      return Math.min(width, height) < TAP ? before : made;
    });
  }

  // Until the pointer is let go; when it is taken away, all is as before.
  follow(event, holder, place) {
    const before = this.points;
    holder.setPointerCapture(event.pointerId);
    const to = (points) => {
      this.points = points;
      this.draw();
    };
    const on = (next) => to(place(this.at(next)));
    const end = (last) => {
      holder.removeEventListener("pointermove", on);
      holder.removeEventListener("pointerup", end);
      holder.removeEventListener("pointercancel", end);
      if (last.type === "pointercancel") to(before);
      this.say();
    };
    holder.addEventListener("pointermove", on);
    holder.addEventListener("pointerup", end);
    holder.addEventListener("pointercancel", end);
  }

  draw() {
    const points = this.points.map((point) => point.join(",")).join(" ");
    for (const polygon of this.lines.querySelectorAll("polygon")) polygon.setAttribute("points", points);
    this.lines.querySelector("path")?.setAttribute("d", `M0 0H${FULL}V${FULL}H0ZM${points}Z`);
    for (const field of this.fields) field.value = this.points.join();
    this.handles.forEach((button, i) => {
      button.style.setProperty("--x", `${this.points[i][0] / 100}%`);
      button.style.setProperty("--y", `${this.points[i][1] / 100}%`);
    });
  }

  say(stuck = false) {
    const corner = this.chosen;
    const [x, y] = corner === "all" ? [0, 1].map((axis) => this.points.reduce((sum, point) => sum + point[axis], 0) / 4) : this.points[corner];
    const words = { corner: this.words(corner), x: Math.round(x / 100), y: Math.round(y / 100) };
    const said = this.place.dataset.place.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    this.place.textContent = stuck ? `${said} ${this.place.dataset.stuck}` : said;
  }

  show() {
    this.lines.toggleAttribute("hidden", !this.open);
    for (const button of this.handles) button.hidden = !this.open;
  }
}

export default function frame(box) {
  const ground = box.querySelector(".frame-ground");
  if (!ground) return;
  ground.querySelector("img").draggable = false;
  const editors = [...box.querySelectorAll(".frame-editor")].map((details) => new Editor(details, ground));
  const suggestion = ground.querySelector("[data-suggestion]");
  const drafting = () => editors.find((each) => each.mask && each.open);

  const show = () => {
    for (const each of editors) each.show();
    suggestion?.toggleAttribute("hidden", editors.some((each) => each.open));
    ground.toggleAttribute("data-drafting", Boolean(drafting()));
  };
  for (const each of editors) {
    each.details.addEventListener("toggle", () => {
      if (each.open) for (const other of editors) if (other !== each) other.details.open = false;
      show();
    });
  }
  ground.addEventListener("pointerdown", (event) => drafting()?.draft(event));
  show();
}
