// The contact sheet with scripts: works fill their rows, their size is a matter of taste, and a digit marks the work that has the focus.

import { inLine } from "../desk/works.js";
import { digit, fill, overlay, stepOf, waitingRoom } from "../views/acts.js";

export default function contact(form) {
  rows(form);
  size(form);
  comingBack(form);
  marking(form);
}

function rows(form) {
  for (const work of form.querySelectorAll(".contact-work")) {
    const picture = work.querySelector("img");
    const ratio = picture ? picture.width / picture.height : 1;
    work.style.setProperty("--ratio", String(Math.min(Math.max(Number.isFinite(ratio) ? ratio : 1, 0.55), 3)));
  }
  form.toggleAttribute("data-justified", true);
}

function size(form) {
  const box = document.querySelector("[data-size]");
  if (!box) return;
  const slider = box.querySelector("input");
  const kept = (() => { try { return localStorage; } catch { return {}; } })();
  const show = () => form.style.setProperty("--row", `${slider.value}px`);
  slider.value = kept["sheet-size"] ?? slider.value;
  box.hidden = false;
  show();
  slider.addEventListener("input", show);
  slider.addEventListener("change", () => { kept["sheet-size"] = slider.value; });
}

/** Whoever comes back from a work finds the place where they left; the work knows the way back too (Escape). */
function comingBack(form) {
  const key = `sheet:${new URL(".", location.href).pathname}`;
  form.addEventListener("click", (event) => {
    const work = event.target.closest("a.contact-picture")?.closest(".contact-work");
    if (work) sessionStorage.setItem(key, `${location.pathname}${location.search}#w-${work.dataset.code}`);
  });
  const find = () => {
    const at = location.hash || new URL(sessionStorage.getItem(key) ?? "", location.href).hash;
    sessionStorage.removeItem(key);
    const link = at.startsWith("#w-") && document.getElementById(at.slice(1))?.querySelector("a.contact-picture");
    if (!link) return;
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center" });
  };
  find();
  addEventListener("pageshow", (event) => event.persisted && !document.querySelector("[data-waiting]") && find()); // there it is made anew
}

/** Is this a key of the page, and not of something that is being written or chosen? */
const elsewhere = (target) => Boolean(target.closest("textarea, select, input:not([type=checkbox]), [contenteditable]"));

function marking(form) {
  const room = waitingRoom();
  const said = form.querySelector("[data-said]");
  const scales = JSON.parse(form.dataset.scales); // words of the values by criterion, the figures that digits are, and what a step adds to the total
  if (!room || !scales.length) return;
  const { words } = room;
  const label = (code) => document.getElementById(`w-${code}`).dataset.label;
  const say = (text) => {
    said.textContent = text;
    said.removeAttribute("data-hint");
  };
  const works = [...form.querySelectorAll(".contact-work")].map(({ dataset }) => ({
    code: dataset.code, version: Number(dataset.version), state: dataset.state, pinned: "pinned" in dataset, marks: dataset.marks.split(",").map((step) => (step === "" ? null : Number(step))),
  })); // prettier-ignore
  const model = overlay(room, scales.map(({ values }) => values), works, put);
  room.listen((kind, value) => {
    if (kind === "answer") versions(value.told?.works ?? value.works ?? {});
    if (kind === "refused" || kind === "closed") say(value.words);
    if (kind !== "state") return;
    const { waiting, trouble } = room.queue;
    if (waiting && trouble) say(trouble.words ?? (trouble.kind === "signedOut" ? form.dataset.signedOut : trouble.kind === "offline" ? form.dataset.offline : words.say(trouble.kind)));
  });

  function versions(found) {
    for (const [code, { version }] of Object.entries(found)) if (form.elements[`version_${code}`]) form.elements[`version_${code}`].value = version;
  }

  /** The marks of a work in words, "" while there is none. */
  function inWords(marks) {
    return marks.every((mark) => mark === null) ? "" : inLine(marks, scales.map((each) => each.words));
  }

  /** The work shows its marks and moves to the group it belongs to, if that is on this page; the focus goes with it. */
  function put({ code, marks, pinned }) {
    const work = document.getElementById(`w-${code}`);
    const chip = work.querySelector("[data-mark]");
    work.querySelector("[data-pin]").hidden = !pinned;
    if (!chip || chip.textContent.replace(/\s+/g, " ").trim() === inWords(marks)) return;
    chip.textContent = inWords(marks);
    work.toggleAttribute("data-new", true);
    const band = bandOf(marks);
    const to = band !== null && form.querySelector(`[data-group="${band}"] ul`);
    if (to && to !== work.parentElement) {
      const held = work.contains(document.activeElement) ? document.activeElement : null;
      count(work.closest("[data-group]").dataset.group, -1);
      count(band, 1);
      to.prepend(work);
      to.closest("[data-group]").querySelector(".contact-none")?.remove();
      held?.focus({ preventScroll: true });
      if (held) work.scrollIntoView({ block: "nearest" });
    }
  }

  /** Which group a work with all its marks stands in, as `rules.bands` on the server says. */
  function bandOf(marks) {
    if (marks.includes(null)) return null;
    const [bands, under] = form.dataset.bands.split(" ").map(Number);
    const points = marks.reduce((sum, step, n) => sum + step * scales[n].share, 0);
    return Math.floor((2 * points * bands + under) / (2 * under));
  }

  function count(key, by) {
    const cell = document.querySelector(`[data-jump="${key}"] [data-count]`);
    const shown = form.querySelector(`[data-group="${key}"] .contact-count`);
    if (!cell) return;
    const works = Number(cell.dataset.count) + by;
    cell.dataset.count = works;
    cell.textContent = new Intl.NumberFormat(words.lang).format(works);
    if (shown) shown.textContent = words.among(form.dataset.counts.split("|"), works);
  }

  /** A digit marks the work that has the focus: its mark, or the first of several that it has not yet. */
  function mark(work, typed) {
    const { code } = work.dataset;
    const criterion = scales.length === 1 ? 0 : model.work(code).marks.indexOf(null);
    if (criterion < 0) return say(words.say("allMarked"));
    const step = stepOf(typed, scales[criterion].values);
    if (step < 0) return;
    const picture = work.querySelector("img");
    if (!picture) return say(words.say("noPicture"));
    if (!picture.complete || !picture.naturalWidth) return say(words.say("wait"));
    const marks = model.work(code).marks.with(criterion, step);
    const text = fill(form.dataset.now, { work: label(code), mark: inWords(marks) });
    say(text);
    room.mark(code, criterion + 1, step, words.say("marked", { work: label(code), value: scales[criterion].words[step] }));
  }

  document.addEventListener("keydown", (event) => {
    if (!room.keys || elsewhere(event.target)) return;
    const work = event.target.closest(".contact-work");
    const typed = digit(event);
    if (typed && room.able && work && event.target.closest("a, input[type=checkbox]")) {
      event.preventDefault();
      mark(work, typed);
    } else if (event.code === "KeyE" && !event.repeat && !event.isComposing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      (work ?? form).querySelector("a.contact-picture")?.click();
    }
  });
}
