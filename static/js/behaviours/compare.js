// Works side by side: zoom and move them together or each alone, at the same width or in their true sizes, and mark them here.

import { digit, fill, overlay, stepOf, waitingRoom } from "../views/acts.js";
import { Glass, Pane } from "../views/zoom.js";

export default function compare(root) {
  const tools = document.querySelector("[data-tools]");
  const said = tools.querySelector("[data-said]");
  const sections = [...root.querySelectorAll(".pane")];
  const where = root.dataset.where.split("|");
  const button = (name) => tools.querySelector(`[data-do="${name}"]`);
  let linked = true;
  let trueSize = false;
  let saying;

  const panes = sections.map((section) => new Pane(section.querySelector(".pane-view"), (pane) => {
    if (linked) for (const other of panes) other.glass = pane.glass;
    draw();
    clearTimeout(saying);
    saying = setTimeout(() => say(pane), 200);
  }));
  const shared = new Glass();
  for (const pane of panes) pane.glass = shared;
  const active = () => panes.find((pane) => pane.view.closest(".pane").contains(document.activeElement)) ?? panes.find((pane) => pane.view.offsetParent) ?? panes[0];

  /** As the desk says it: how large, of all its pixels, and which part. */
  function say({ glass, percent }) {
    const third = (part) => (part < 0.4 ? 0 : part > 0.6 ? 2 : 1);
    said.textContent = glass.whole ? root.dataset.whole
      : fill(root.dataset.zoomed, { percent, part: where[3 * third(glass.y) + third(glass.x)] });
  }

  function measure() {
    const seen = panes.filter((pane) => pane.image && pane.view.clientWidth);
    const fit = (pane) => pane.fitting;
    // Width and height are sometimes told the wrong way round: the picture knows which is which.
    const wide = (pane) => {
      const [width, height] = (pane.view.closest(".pane").dataset.mm ?? "1 1").split(" ").map(Number);
      return pane.ratio > 1 ? Math.max(width, height) : Math.min(width, height);
    };
    const unit = trueSize ? Math.min(...seen.map((pane) => fit(pane) / wide(pane))) : Math.min(...seen.map(fit));
    for (const pane of seen) pane.base = trueSize ? unit * wide(pane) : unit;
    if (seen.length < panes.length && trueSize) flipped(seen, unit, wide);
  }

  /** On narrow screens one pane is shown at a time: the scale must still be that of the largest. */
  function flipped(seen, unit, wide) {
    const [shown] = seen;
    if (!shown) return;
    const largest = Math.max(...panes.map((pane) => Math.max(wide(pane), (wide(pane) / pane.ratio) * (shown.view.clientWidth / shown.view.clientHeight))));
    shown.base = (Math.min(unit, shown.view.clientWidth / largest)) * wide(shown);
  }

  function draw() { for (const pane of panes) pane.draw(); }
  function redraw() {
    measure();
    draw();
  }

  const press = (name, on) => button(name).setAttribute("aria-pressed", String(on));
  const does = {
    in: () => active().by(1.25), out: () => active().by(0.8), fit: () => active().by(0.01),
    link() {
      linked = !linked;
      press("link", linked);
      const { scale, x, y } = active().glass;
      const one = new Glass();
      one.to(scale, x, y);
      for (const pane of panes) {
        const own = new Glass();
        own.to(pane.glass.scale, pane.glass.x, pane.glass.y);
        pane.glass = linked ? one : own;
      }
      draw();
    },
    same: () => sizing(false), true: () => sizing(true),
  };
  function sizing(yes) {
    trueSize = yes;
    press("true", yes);
    press("same", !yes);
    redraw();
  }

  // ── one at a time on narrow screens ──

  function flip(n) {
    sections.forEach((section, each) => section.toggleAttribute("data-shown", each === n));
    for (const each of tools.querySelectorAll("[data-show]")) each.setAttribute("aria-pressed", String(Number(each.dataset.show) === n));
    redraw();
  }

  tools.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed?.dataset.do) does[pressed.dataset.do]?.();
    if (pressed?.dataset.show) flip(Number(pressed.dataset.show));
  });

  // ── marks ──

  const label = (section) => section.querySelector("h2").lastChild.textContent.trim();
  const room = waitingRoom();
  const row = (section, criterion) => section.querySelector(`[data-criterion="${criterion}"]`);

  function put(section, criterion, step) {
    const line = section && row(section, criterion);
    if (!line) return;
    const buttons = [...line.querySelectorAll("[data-step]")];
    for (const each of buttons) each.setAttribute("aria-pressed", String(Number(each.dataset.step) === step));
    line.querySelector("[data-mark]").textContent = step === null ? "–" : buttons[step].dataset.said;
  }

  function mark(section, criterion, step) {
    const { image } = panes[sections.indexOf(section)];
    if (!image?.complete || !image.naturalWidth) {
      said.textContent = image ? root.dataset.wait : room.words.say("noPicture");
      return;
    }
    const mark = row(section, criterion).querySelector(`[data-step="${step}"]`).dataset.said;
    said.textContent = fill(root.dataset.now, { work: label(section), mark });
    room.mark(section.dataset.code, criterion, step, room.words.say("marked", { work: label(section), value: mark }));
  }

  /** The criterion a digit marks: the one that has the focus, or the first without a mark, or the first. */
  function current(section) {
    const lines = [...section.querySelectorAll(".pane-mark")];
    const focused = lines.find((line) => line.contains(document.activeElement));
    return focused ?? lines.find((line) => !line.querySelector("[aria-pressed=true]")) ?? lines[0];
  }

  /** What was pressed elsewhere, and what waits, stands here too. */
  function follow() {
    const lines = [...sections[0].querySelectorAll(".pane-mark")].map((line) => [...line.querySelectorAll("[data-step]")].map((each) => each.dataset.value));
    const pressed = (line) => Number(line.querySelector("[aria-pressed=true]")?.dataset.step ?? -1);
    const works = sections.map((section) => ({
      code: section.dataset.code, version: Number(section.dataset.version), state: section.querySelector(".pane-mark") ? "waiting" : "abstained", pinned: false,
      marks: [...section.querySelectorAll(".pane-mark")].map((line) => (pressed(line) < 0 ? null : pressed(line))),
    }));
    overlay(room, lines, works, ({ code, marks }) => {
      const section = sections.find((each) => each.dataset.code === code);
      marks.forEach((step, n) => put(section, n + 1, step));
    });
    room.listen((kind, value) => {
      if (kind === "refused" || kind === "closed") said.textContent = value.words;
    });
    for (const each of root.querySelectorAll(".pane-buttons")) {
      each.hidden = false;
      each.previousElementSibling.hidden = true;
    }
  }

  const able = Boolean(room?.able && root.querySelector(".pane-buttons"));
  if (able) follow();
  root.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) mark(step.closest(".pane"), Number(step.closest(".pane-mark").dataset.criterion), Number(step.dataset.step));
  });
  root.addEventListener("keydown", (event) => {
    const section = event.target.closest(".pane");
    if (!section) return;
    const typed = able && room.keys ? digit(event) : "";
    const line = typed ? current(section) : null;
    const step = line ? stepOf(typed, [...line.querySelectorAll("[data-step]")].map((each) => each.dataset.value)) : -1;
    if (step >= 0) mark(section, Number(line.dataset.criterion), step);
    else if (!event.target.closest(".pane-view") || !panes[sections.indexOf(section)].key(event)) return;
    event.preventDefault();
  });

  tools.hidden = false;
  root.toggleAttribute("data-live", true);
  flip(0);
  new ResizeObserver(redraw).observe(root);
}
