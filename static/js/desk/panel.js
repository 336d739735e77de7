// The panel, the bar and the strip: what is written on them. Everything a judge presses is told to `act`.

import { codeOf } from "./keys.js";
import { el, notices } from "./notices.js";
import { paint } from "./pictures.js";

/** A small picture of a neighbour; it lets go of its memory when its link goes (see `strip`). */
function thumb(address) {
  const canvas = el("canvas", "", { "aria-hidden": "true" });
  fetch(address)
    .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new TypeError(String(answer.status)))))
    .then((bytes) => paint(canvas, bytes, { resizeHeight: 104, resizeQuality: "medium" }))
    .catch(() => { /* its place stays empty */ });
  return canvas;
}

export class Panel {
  #words;
  #stamped = 0;

  constructor(form, words, { act, criteria }) {
    this.form = form;
    this.#words = words;
    this.body = document.body;
    this.stage = document.querySelector(".desk-stage");
    this.view = this.#one("view");
    this.scales = [...form.querySelectorAll("fieldset.scale")];
    this.radios = this.scales.map((scale) => [...scale.querySelectorAll("input[type=radio]")]);
    this.note = form.elements.note;
    this.criteria = criteria;
    this.title = document.title;
    this.name = this.#one("label").textContent;
    for (const each of document.querySelectorAll("[data-paper]")) each.hidden = true;
    for (const each of document.querySelectorAll("[data-live]")) each.hidden = each.matches("[data-slow], [data-news]");
    for (const hidden of document.querySelectorAll("[hidden] > .judge-more")) hidden.parentElement.hidden = false;
    this.body.classList.add("desk-live");
    this.view.tabIndex = 0;
    this.view.setAttribute("role", "group");
    this.view.setAttribute("aria-label", this.view.dataset.name);
    this.#anchors();
    this.#chips(act);
    this.#listen(act);
  }

  #one(name) { return document.querySelector(`[data-${name}]`); }
  #set(name, text) {
    const found = this.#one(name);
    if (found && found.textContent !== text) found.textContent = text;
  }

  /** Words for single values stand under them. */
  #anchors() {
    this.criteria.forEach(({ anchors }, n) => {
      for (const [step, said] of Object.entries(anchors ?? {})) {
        const label = this.radios[n][step]?.labels[0];
        if (label && !label.querySelector("small")) label.append(" ", el("small", said));
      }
    });
  }

  /** On narrow screens one criterion is open; the others are one button each. */
  #chips(act) {
    if (this.scales.length < 2) return;
    const row = el("div", "", { class: "judge-chips" });
    this.chips = this.criteria.map(({ name }, n) => {
      const chip = el("button", "", { type: "button", class: "judge-chip" });
      chip.append(el("span", name), el("b"));
      chip.addEventListener("click", () => act("criterion", n));
      row.append(chip);
      return chip;
    });
    this.scales[0].parentElement.before(row);
  }

  #listen(act) {
    document.addEventListener("click", (event) => {
      const does = event.target.closest("[data-do]");
      if (does) return act(does.dataset.do);
      const link = event.target.closest(".judge-steps a, .judge-strip a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      if (link.dataset.code) act("show", link.dataset.code);
      else act(link.rel === "prev" ? "previous" : "next");
    });
    this.form.addEventListener("click", ({ target }) => {
      if (target.type !== "radio") return;
      const n = this.scales.indexOf(target.closest("fieldset"));
      act("press", { criterion: n, value: this.radios[n].indexOf(target) });
    });
    this.form.addEventListener("focusin", ({ target }) => {
      const scale = target.matches("input[type=radio]:focus-visible") && target.closest("fieldset.scale");
      if (scale) act("criterion", this.scales.indexOf(scale));
    });
    this.form.addEventListener("keydown", (event) => { // an arrow moves to another value; only Space and a press choose it
      const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[codeOf(event)];
      if (event.target.type !== "radio" || !way || event.defaultPrevented) return;
      event.preventDefault();
      const row = this.radios[this.scales.indexOf(event.target.closest("fieldset"))];
      if (!act.keys()) row[(row.indexOf(event.target) + way + row.length) % row.length].focus();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      act("on");
    });
    for (const small of document.querySelectorAll("form[data-act]")) {
      small.addEventListener("submit", (event) => {
        event.preventDefault();
        const chosen = small.querySelector("input[type=radio]:checked");
        small.querySelector(".field-error").hidden = Boolean(chosen);
        if (!chosen) return small.querySelector("input[type=radio]").focus();
        act(small.dataset.act, { value: chosen.value, note: small.elements.flag_note?.value.trim() ?? "" });
        small.reset();
        small.closest("details").open = false;
      });
    }
    for (const box of document.querySelectorAll("[data-set]")) box.addEventListener("change", () => act("set", { [box.dataset.set]: box.checked }));
  }

  // ── one work ──

  show(work, label, n, total, current) {
    this.#set("label", label);
    document.title = this.title.replace(this.name, label);
    this.#set("place", this.#words.say("place", { n, total }));
    this.#facts(work);
    if (work.note) this.note.closest("details").open = true;
    this.marks(work, current);
  }

  #facts(work) {
    const facts = this.#one("facts");
    const wide = facts.querySelector("details")?.open ?? false;
    facts.replaceChildren();
    if (work.title) facts.append(el("p", work.title, { class: "judge-title" }));
    if (work.facts) facts.append(el("p", work.facts, { class: "fine" }));
    if (work.theme) facts.append(el("p", this.#words.say("theme", { value: work.theme }), { class: "fine" }));
    if (!work.says) return;
    const more = el("details", "", { class: "judge-words" });
    more.open = wide;
    const prose = el("div", "", { class: "prose" });
    for (const part of work.says.split(/\n{2,}/)) prose.append(el("p", part));
    more.append(el("summary", this.#words.say("artist")), prose);
    facts.append(more);
  }

  /** Pressed buttons are the marks; `current` is the criterion that keys mark. */
  marks(work, current, total = null) {
    const away = work.state === "abstained" || work.state === "recused";
    this.form.hidden = away;
    this.radios.forEach((row, n) => row.forEach((radio, step) => { radio.checked = work.marks[n] === step; }));
    this.scales.forEach((scale, n) => scale.toggleAttribute("data-current", n === current));
    this.chips?.forEach((chip, n) => {
      chip.lastChild.textContent = work.marks[n] === null ? "–" : this.criteria[n].names[work.marks[n]];
      chip.setAttribute("aria-pressed", String(n === current));
    });
    this.#set("sum", total ?? "–");
    this.#pressed("pin", work.pinned);
    this.#pressed("aside", work.state === "set_aside");
  }

  point(current) {
    this.scales.forEach((scale, n) => scale.toggleAttribute("data-current", n === current));
    this.chips?.forEach((chip, n) => chip.setAttribute("aria-pressed", String(n === current)));
  }

  #pressed(does, yes) {
    for (const each of document.querySelectorAll(`[data-do=${does}]`)) each.setAttribute("aria-pressed", String(yes));
  }

  /** One sentence that stays until the next; `stamp` lets it stand out for a moment. */
  say(text, stamp = false) {
    const said = this.#one("said");
    said.textContent = text;
    said.classList.toggle("judge-stamp", stamp);
    clearTimeout(this.#stamped);
    if (stamp) this.#stamped = setTimeout(() => said.classList.remove("judge-stamp"), 350);
  }

  state(text, trouble) {
    this.#set("state", text);
    this.#one("state").toggleAttribute("data-trouble", trouble);
  }

  progress(text) { this.#set("progress", text); }

  slow(yes) { this.#one("slow").hidden = !yes; }

  // ── what the judge has to know ──

  news(all) { notices(this.#one("news"), all); }

  // ── settings ──

  settings({ ground, border, large, left, advance, ...others }) {
    this.stage.dataset.ground = ground;
    this.stage.dataset.border = border ? "on" : "off";
    this.body.toggleAttribute("data-large", Boolean(large));
    this.body.toggleAttribute("data-left", Boolean(left));
    this.body.toggleAttribute("data-advance", Boolean(advance));
    this.#pressed("border", border);
    for (const box of document.querySelectorAll("[data-set]")) box.checked = Boolean({ large, left, advance, ...others }[box.dataset.set]);
  }

  // ── neighbours, histogram ──

  strip(works, code, { label, address, source, words }) {
    const strip = this.#one("strip");
    const before = new Map([...strip.children].map((link) => [link.dataset.code, link]));
    for (const [each, link] of before) if (link.firstChild && !works.some((work) => work.code === each)) link.firstChild.width = 0;
    strip.replaceChildren(...works.map((work) => {
      const link = before.get(work.code) ?? el("a", "", { "data-code": work.code, href: address(work.code) });
      if (!link.firstChild && source(work)) link.append(thumb(source(work)));
      link.setAttribute("aria-label", words(work) ? `${label(work)} – ${words(work)}` : label(work));
      link.toggleAttribute("data-marked", work.state === "scored");
      if (work.code === code) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      return link;
    }));
  }

  own(bins, names, pace) {
    const most = Math.max(1, ...bins);
    this.#set("pace", pace);
    const rows = this.#one("histogram");
    if (rows.childElementCount !== bins.length) {
      rows.replaceChildren(...bins.map((_n, i) => {
        const row = el("tr");
        const bar = el("td");
        bar.append(el("progress", "", { class: "meter", "aria-hidden": "true" }), el("span"));
        row.append(el("th", names[i], { scope: "row" }), bar);
        return row;
      }));
    }
    [...rows.children].forEach((row, i) => {
      const [bar, number] = row.lastChild.children;
      bar.max = most;
      bar.value = bins[i];
      number.textContent = bins[i];
    });
  }
}
