// The desk: takes the page over once it has the list of works, and turns the works itself from then on.
// A press is written down here first, then shown, then sent; what is shown is always the server's word and what waits on top of it.

import { KEYS, keycaps, listen } from "./keys.js";
import { AWAY, Model } from "./model.js";
import { Offline } from "./offline.js";
import { Panel } from "./panel.js";
import { paint, Pictures } from "./pictures.js";
import { Queue } from "./queue.js";
import { Store } from "./store.js";
import { readWords } from "./words.js";
import { Zoom } from "./zoom.js";

const USUAL = { keys: true, map: {}, advance: true, ground: "mid", border: true, large: false, left: false, saver: false };
const GROUNDS = ["mid", "light", "dark"];
const SLOW = 8000;
const OFTEN = 20; // works after which the pace is told
const LONG = 300_000; // a pause, not a work
const idle = (act) => (globalThis.requestIdleCallback ? requestIdleCallback(act, { timeout: 200 }) : setTimeout(act, 60));

/** The list of works: `{ data, stored }`, or why there is none: `signedOut`, `other`, `offline`. */
async function fetchWorks(address) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual" });
  } catch {
    return { why: "offline" };
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) return { why: "signedOut" };
  if (answer.status === 404 || answer.status === 403) return { why: "other" };
  const data = answer.ok ? await answer.json().catch(() => null) : null;
  return data ? { data, stored: answer.headers.get("Desk-Stored") === "yes" } : { why: "offline" };
}

export class Desk {
  code = "";
  current = 0; // the criterion that keys mark
  ready = false;
  finish = ""; // asking, done
  stale = false;

  constructor(form, { data, stored }, home) {
    this.home = home;
    this.data = data;
    this.stale = stored;
    this.words = readWords(document.getElementById("desk-words"));
    this.store = new Store(data.place, { heard: (kind, value) => this.#heard(kind, value) });
    Store.tidy({ but: data.place });
    this.model = this.#model(data, stored);
    this.settings = { ...USUAL, ...data.settings, ...this.store.get("settings", {}) };
    const act = (name, value) => this.act(name, value);
    act.keys = () => this.settings.keys;
    this.panel = new Panel(form, this.words, { act, criteria: data.criteria });
    this.pictures = new Pictures({ wanted: (work) => this.#width(work), alt: (work) => this.#alt(work) });
    this.zoom = new Zoom(this.panel.view, { told: (...view) => this.#zoomed(...view), full: (...view) => this.#fuller(...view) });
    this.offline = new Offline(data.place);
    this.queue = new Queue(this.store, {
      address: `${home}acts`, token: data.csrf, renew: () => this.#renew(), told: (kind, value) => this.#told(kind, value),
    }); // prettier-ignore
    listen({
      mine: () => this.settings.map, on: () => this.settings.keys, zoomed: () => this.zoom.zoomed,
      act: (name, digit) => (name === "mark" ? this.#digit(digit) : this.act(name)),
    }); // prettier-ignore
  }

  #model(data, stored) {
    const confirmed = this.store.confirmed();
    const model = new Model(data, confirmed);
    if (!stored) for (const [code, work] of Object.entries(confirmed)) if (model.version(code) >= work.version) this.store.unconfirm(code);
    this.store.saw(data.number);
    for (const done of (stored && this.store.get("undoable")) || this.#recent(data.recent)) model.remember(done);
    for (const waiting of this.store.acts()) model.add(waiting);
    return model;
  }

  /** What the server tells of the last acts, one line each: a mark and the state it led to are one act. Pages without scripts have no numbers. */
  #recent(events) {
    const acts = new Map();
    for (const event of events.filter(({ number, device }) => number && device)) {
      const { what, old, new: now } = event;
      const done = { ...event, old: this.#kind(what, old), new: this.#kind(what, now) };
      const key = `${event.number}:${event.device}`;
      const before = acts.get(key);
      if (!before) acts.set(key, done);
      else if (before.what === "mark" && what === "state") before.state = old;
      else if (what === "mark" && before.what === "state") acts.set(key, { ...done, state: before.old });
    }
    return [...acts.values()];
  }

  /** The server writes history as text. */
  #kind(what, value) {
    if (value === null || value === undefined) return what === "note" ? "" : null;
    if (what === "mark") return Number(value);
    return what === "pin" ? value === true || String(value) === "1" : value;
  }

  start(code) {
    this.panel.settings(this.settings);
    this.#typing();
    addEventListener("popstate", () => this.show(this.#here() ?? this.code, { quiet: true }));
    addEventListener("beforeunload", (event) => { if (this.queue.waiting && this.queue.trouble) event.preventDefault(); });
    addEventListener("pagehide", () => this.#keepNote());
    const first = this.model.has(code) ? code : (this.model.nextOpen("") ?? this.model.order[0]);
    history.replaceState({ code: first }, "", this.address(first));
    this.show(first, { quiet: true });
    if (this.queue.waiting) this.queue.send();
    this.#state();
    this.#keycaps();
    const worker = this.panel.form.dataset.worker;
    idle(() => {
      if (worker && !this.stale) this.offline.start(worker, `${this.home}works/`, `${this.home}works.json`).then(() => this.#ahead());
    });
  }

  // ── where we are ──

  address(code) { return `${this.home}works/${code}`; }
  #here() { const code = location.pathname.split("/").at(-1); return this.model.has(code) ? code : null; }
  get work() { return this.model.work(this.code); }
  label(code) { return this.data.label?.replace("{code}", code) ?? this.model.work(code).label; }
  #alt(work) {
    const label = this.label(work.code);
    return !work.alt || work.alt.startsWith(label) ? work.alt || label : `${label}. ${work.alt}`;
  }

  show(code, { quiet = false, current } = {}) {
    if (!this.model.has(code)) return;
    this.#keepNote();
    const other = code !== this.code;
    this.code = code;
    if (!quiet && other) history.pushState({ code }, "", this.address(code));
    const work = this.work;
    this.current = current ?? Math.max(0, work.marks.indexOf(null));
    if (other) this.#picture(work);
    this.panel.show(work, this.label(code), this.model.at(code) + 1, this.model.size, this.current);
    this.#marks(work);
    this.#news();
    if (other) requestAnimationFrame(() => idle(() => this.#around()));
  }

  /** Press shown: the same work as it is now. */
  #refresh() {
    const work = this.work;
    this.#marks(work);
    if (!this.writing) this.panel.note.value = work.note;
    this.#state();
    this.#news();
  }

  #marks(work) {
    const tenths = this.model.total(work);
    const number = new Intl.NumberFormat(this.words.lang, { minimumFractionDigits: 1 });
    this.panel.marks(work, this.current, tenths === null ? null : this.words.say("total", { n: number.format(tenths / 10) }));
    this.#progress();
  }

  #progress() {
    const { waiting, scored, set_aside: aside, abstained, recused } = this.model.progress();
    const parts = [this.words.say("progress", { scored, total: this.model.size })];
    if (aside) parts.push(this.words.say("aside", { n: aside }));
    if (abstained + recused) parts.push(this.words.say("away", { n: abstained + recused }));
    parts.push(this.words.count("left", waiting + aside));
    this.panel.progress(parts.join(" · "));
  }

  // ── pictures ──

  /** How many pixels wide a picture has to be to fill its place. */
  #width(work) {
    const { clientWidth, clientHeight } = this.panel.view;
    const ratio = work.picture.width / work.picture.height;
    const wide = Math.min(clientWidth, clientHeight * ratio) * devicePixelRatio * 0.9;
    return this.settings.saver ? Math.min(wide, 1280) : wide;
  }

  #picture(work, one = this.pictures.show(work, () => this.#painted(work))) {
    clearTimeout(this.slow);
    this.panel.slow(false);
    this.ready = false;
    if (one.state === "ready") return this.#ready(work, one.image);
    if (this.code !== work.code) return;
    const empty = document.createElement("p");
    empty.className = "judge-empty";
    empty.textContent = one.state === "none" || one.state === "failed" ? this.words.say("broken") : this.words.say("loading", { n: one.percent ?? 0 });
    if (one.state === "failed") this.panel.slow(true);
    if (one.state === "none") this.ready = true; // nothing will come: the judge may say so, or set it aside
    this.zoom.show(work, null);
    this.panel.view.replaceChildren(empty);
    if (one.state === "loading") {
      this.slow = setTimeout(() => {
        this.panel.slow(true);
        this.panel.say(this.words.say("slow"));
      }, SLOW);
    }
  }

  #painted(work) {
    if (work.code !== this.code) return;
    const one = this.pictures.get(work);
    if (one.state === "loading") {
      const said = this.panel.view.querySelector(".judge-empty");
      if (said) said.textContent = this.words.say("loading", { n: one.percent });
    } else if (one.state === "ready" && !this.ready) this.#ready(work, one.image);
    else if (one.state === "failed") this.#picture(work, one);
  }

  #ready(work, image) {
    clearTimeout(this.slow);
    this.panel.slow(false);
    image.style.transform = "";
    image.style.setProperty("--ratio", String(work.picture.width / work.picture.height));
    image.style.setProperty("--wide", `${work.picture.width}px`);
    this.panel.view.replaceChildren(image);
    this.ready = true;
    this.zoom.show(work, image);
  }

  #around() {
    const at = this.model.at(this.code);
    const beside = (n) => this.model.work(this.model.order[at + n]);
    const ahead = Array.from({ length: 12 }, (_, n) => beside(n + 1)).filter(Boolean);
    const open = this.model.nextOpen(this.code);
    if (open && !ahead.slice(0, 3).some((work) => work.code === open)) ahead.unshift(...this.#openAhead(open));
    this.pictures.keep(this.work, ahead, [beside(-1)].filter(Boolean));
    const near = Array.from({ length: 7 }, (_, n) => beside(n - 3)).filter(Boolean);
    this.panel.strip(near, this.code, {
      label: (work) => this.label(work.code), address: (code) => this.address(code), source: (work) => work.picture?.sizes[0]?.[1],
      words: (work) => this.#value(work),
    }); // prettier-ignore
    this.#own();
    this.#ahead();
  }

  /** The next works to be marked, where they are not simply the next ones. */
  #openAhead(first) {
    const found = [first];
    while (found.length < 4) {
      const next = this.model.nextOpen(found.at(-1));
      if (!next || next === this.code || found.includes(next)) break;
      found.push(next);
    }
    return found.map((code) => this.model.work(code));
  }

  #ahead() {
    const open = [];
    const at = this.model.at(this.code);
    for (let n = 0; n < this.model.size && open.length < 44; n++) {
      const work = this.model.work(this.model.order[(at + n) % this.model.size]);
      if (n < 4 || work.state === "waiting" || work.state === "set_aside") open.push(work);
    }
    this.offline.pictures(open.map((work) => work.picture && this.pictures.address(work)).filter(Boolean), this.settings.saver);
  }

  async #fuller(work, canvas, width) {
    const largest = work.picture.sizes.at(-1)?.[1];
    if (!largest || canvas.dataset.full || canvas.width >= Math.min(width, work.picture.width)) return;
    canvas.dataset.full = "yes";
    try {
      const answer = await fetch(largest);
      if (!answer.ok) throw new TypeError(String(answer.status));
      const bytes = await answer.blob();
      if (this.code === work.code) await paint(canvas, bytes);
    } catch {
      delete canvas.dataset.full;
    }
  }

  #zoomed(percent, part, aloud) {
    const text = percent === null ? "" : `${percent} %`;
    const shown = document.querySelector("[data-percent]");
    shown.textContent = part === null ? this.words.say("fit") : text;
    document.querySelector("[data-pans]").hidden = part === null;
    if (aloud) this.panel.say(part === null ? this.words.say("fit") : this.words.say("zoomed", { n: percent, part: this.words.nth("parts", part) }));
  }

  // ── acts ──

  /** Written down, shown, sent: in this order. */
  #press(act) {
    const changes = this.model.changes(act.code, act);
    const whole = this.store.add({ ...act, ...(changes && { changes }) });
    this.model.add(whole);
    this.store.put("undoable", this.model.undoable);
    this.finish = "";
    this.queue.send();
    return changes;
  }

  act(name, value) {
    switch (name) {
      case "press": return this.#mark(value.criterion, value.value);
      case "criterion": this.current = value; return this.panel.point(value);
      case "up": return this.act("criterion", Math.max(0, this.current - 1));
      case "down": return this.act("criterion", Math.min(this.data.criteria.length - 1, this.current + 1));
      case "show": return this.show(value);
      case "next": return this.show(this.model.beside(this.code, 1));
      case "previous": return this.show(this.model.beside(this.code, -1));
      case "on": case "open": return this.#on();
      case "again": return this.#picture(this.work, this.#anew());
      case "smaller": return this.#picture(this.work, this.#anew(640));
      case "zoom": return this.zoom.toggle();
      case "in": return this.zoom.in();
      case "out": return this.zoom.out();
      case "panLeft": return this.zoom.pan(-1, 0);
      case "panRight": return this.zoom.pan(1, 0);
      case "panUp": return this.zoom.pan(0, -1);
      case "panDown": return this.zoom.pan(0, 1);
      case "pin": return this.#pin();
      case "aside": return this.#aside();
      case "back": return this.#back();
      case "clear": return this.#clear();
      case "know": case "abstain": return this.#leave(name, value.value);
      case "flag": this.#press({ code: this.code, what: "flag", value: value.value, note: value.note }); return this.panel.say(this.words.say("flagged"));
      case "note": return this.#note();
      case "undo": return this.#undo();
      case "ground": return this.#ground();
      case "border": return this.#set({ border: !this.settings.border });
      case "set": return this.#set(value);
      case "full": return this.#full();
      case "help": return document.getElementById("desk-help").showModal();
      case "sheet": return location.assign(`${this.home}sheet`);
      case "compare": return this.#compare();
      case "forgive": this.store.forgive(); return this.#news();
    }
  }

  #anew(width) { const one = this.pictures.again(this.work, width); this.pictures.show(this.work, () => this.#painted(this.work)); return one; }

  /** A digit is the value that is written so; 0 is ten, or nought. Where values are words it is their place. */
  #digit(digit) {
    const { values } = this.data.criteria[this.current];
    let step = digit === "0" ? values.findIndex((value) => value === "10") : values.indexOf(digit);
    if (step < 0 && digit === "0") step = values.indexOf("0");
    if (step < 0 && !values.some((value) => /^\d+$/.test(value)) && values.length < 10) step = Number(digit) - 1;
    if (step >= 0 && step < values.length) this.#mark(this.current, step);
  }

  #mark(criterion, value) {
    if (!this.ready || AWAY.has(this.work.state)) {
      this.#refresh();
      if (!this.ready) this.panel.say(this.words.say("wait"));
      return;
    }
    const was = this.work.state;
    this.#press({ code: this.code, what: "mark", criterion: criterion + 1, value });
    const { marks, state } = this.work;
    const values = this.data.criteria.map((each, n) => (marks[n] === null ? "–" : each.values[marks[n]]));
    this.panel.say(this.words.say("marked", { work: this.label(this.code), value: values.join(" · ") }), true);
    const missing = marks.indexOf(null, criterion + 1);
    const last = missing < 0 && marks.includes(null) ? marks.indexOf(null) : missing;
    const down = last >= 0 ? last : criterion + 1;
    this.#timed(was, state);
    if (down < marks.length) this.current = down;
    else if (this.settings.advance && state === "scored") return this.#on();
    else this.current = criterion;
    this.#refresh();
  }

  /** To the next open work; when none is left, the server is asked. */
  #on() {
    const next = this.model.nextOpen(this.code);
    if (next) {
      this.show(next);
      return this.#state();
    }
    this.#refresh();
    if (["waiting", "set_aside"].includes(this.work.state)) return this.#around();
    this.finish = "asking";
    this.#news();
    this.queue.ask();
  }

  #pin() {
    const value = !this.work.pinned;
    this.#press({ code: this.code, what: "pin", value });
    this.panel.say(this.words.say(value ? "pinned" : "unpinned", { work: this.label(this.code) }));
    this.#refresh();
  }

  #aside() {
    const work = this.work;
    if (AWAY.has(work.state)) return;
    const alone = work.state === "set_aside" && this.model.nextOpen(this.code) === null;
    if (work.state === "set_aside" && (alone || !this.settings.advance || this.model.progress().waiting)) return this.#back();
    this.#press({ code: this.code, what: "aside" });
    this.panel.say(this.words.say("setAside", { work: this.label(this.code) }));
    if (this.settings.advance) return this.#on();
    this.#refresh();
  }

  #back() {
    this.#press({ code: this.code, what: "back" });
    this.panel.say(this.words.say("unaside", { work: this.label(this.code) }));
    this.#refresh();
  }

  #clear() {
    if (this.work.marks[this.current] === null || AWAY.has(this.work.state)) return;
    this.#press({ code: this.code, what: "mark", criterion: this.current + 1, value: null });
    this.panel.say(this.words.say("cleared", { work: this.label(this.code) }));
    this.#refresh();
  }

  #leave(what, value) {
    this.#press({ code: this.code, what, value });
    this.panel.say(this.words.say("known", { work: this.label(this.code) }));
    if (this.settings.advance) return this.#on();
    this.#refresh();
  }

  #compare() {
    const others = this.model.pinned().filter((code) => code !== this.code).slice(-3);
    if (!others.length) return this.panel.say(this.words.say("pinFirst"));
    const wanted = new URLSearchParams([this.code, ...others].map((code) => ["w", code]));
    location.assign(`${this.home}compare?${wanted}`);
  }

  #undo() {
    this.#keepNote();
    const done = this.model.undoable.at(-1);
    if (!done) return this.panel.say(this.words.say("nothing"));
    const { code, what, criterion } = done;
    this.#press({ code, what: "undo", of: [done.device, done.number], to: done });
    const values = criterion ? this.data.criteria[criterion - 1].values : [];
    const work = this.label(code);
    this.show(code, { current: criterion ? criterion - 1 : undefined });
    this.#state();
    if (what === "mark" && done.old === null) this.panel.say(this.words.say("undoneMark", { work, value: values[done.new] }));
    else if (what === "mark") this.panel.say(this.words.say("undoneTo", { work, value: values[done.old] }));
    else this.panel.say(this.words.say("undone", { work }));
  }

  // ── the note ──

  #typing() {
    const { note } = this.panel;
    note.addEventListener("input", (event) => {
      clearTimeout(this.typed);
      this.writing = true;
      if (!event.isComposing) this.typed = setTimeout(() => this.#keepNote(), 1200);
    });
    note.addEventListener("compositionend", () => { this.typed = setTimeout(() => this.#keepNote(), 1200); });
    note.addEventListener("blur", () => this.#keepNote());
    note.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      note.blur();
      this.panel.view.focus({ preventScroll: true });
    });
  }

  #note() {
    const { note } = this.panel;
    note.closest("details").open = true;
    note.focus();
  }

  #keepNote() {
    clearTimeout(this.typed);
    if (!this.writing) return;
    this.writing = false;
    const value = this.panel.note.value.replaceAll("\r\n", "\n").trim();
    if (value === this.work.note.trim()) return;
    this.#press({ code: this.code, what: "note", value });
    this.panel.say(this.words.say("noted", { work: this.label(this.code) }));
    this.#state();
  }

  // ── settings ──

  #ground() {
    const ground = GROUNDS[(GROUNDS.indexOf(this.settings.ground) + 1) % GROUNDS.length];
    this.#set({ ground });
    this.panel.say(this.words.say(`ground-${ground}`));
  }

  #set(some) {
    this.settings = { ...this.settings, ...some };
    this.store.put("settings", this.settings);
    this.panel.settings(this.settings);
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.#send(), 800);
  }

  async #send() {
    const answer = await fetch(`${this.home}settings`, {
      method: "POST", body: JSON.stringify({ settings: this.settings }),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.queue.token },
    }).catch(() => null); // prettier-ignore
    if (answer?.status === 204) this.store.drop("settings");
  }

  async #full() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await document.documentElement.requestFullscreen();
    } catch { /* not allowed here */ }
    for (const each of document.querySelectorAll("[data-do=full]")) each.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
  }

  async #keycaps() {
    const caps = await keycaps(this.settings.map);
    for (const each of document.querySelectorAll("[data-key]")) if (KEYS[each.dataset.key]) each.textContent = caps[each.dataset.key];
  }

  // ── own pace, own marks ──

  #timed(was, now) {
    if (was === "scored" || now !== "scored") return;
    const at = Date.now();
    const times = this.store.get("pace", { last: 0, each: [] });
    if (times.last && at - times.last < LONG) times.each = [...times.each, at - times.last].slice(-40);
    this.store.put("pace", { last: at, each: times.each });
  }

  #own() {
    const { waiting, set_aside: aside } = this.model.progress();
    const { each } = this.store.get("pace", { each: [] });
    let pace = "";
    if (each.length >= OFTEN && waiting + aside) {
      const minutes = ([...each].sort((a, b) => a - b)[each.length >> 1] * (waiting + aside)) / 60_000;
      const [n, unit] = minutes < 90 ? [Math.max(1, Math.round(minutes)), "minute"] : [Math.round(minutes / 60), "hour"];
      pace = this.words.say("pace", { time: new Intl.NumberFormat(this.words.lang, { style: "unit", unit, unitDisplay: "long" }).format(n) });
    }
    const names = this.data.criteria.length === 1 ? this.data.criteria[0].values : Array.from({ length: 10 }, (_, n) => (n === 9 ? "90–100" : `${n * 10}–${n * 10 + 9}`));
    this.panel.own(this.model.histogram(), names, pace);
  }

  #value(work) {
    if (work.state !== "scored") return this.words.say("noValue");
    return work.marks.map((mark, n) => this.data.criteria[n].values[mark]).join(" · ");
  }

  // ── what the queue and other tabs tell ──

  #told(kind, value) {
    if (kind === "answer") {
      if (this.troubled) this.#recovered();
      for (const [code, work] of Object.entries(value.told.works ?? {})) this.store.confirm(code, work);
      this.store.put("answer", { works: value.told.works, number: value.told.number });
      this.#confirmed(value.told.works ?? {});
      for (const act of value.acts) this.#gone(act, value.became.get(act.number)?.became);
    } else if (kind === "refused") {
      this.#gone(value.act, "refused");
    } else if (kind === "overtaken") {
      this.overtaken = this.label(value.act.code);
      this.panel.say(value.words || this.words.say("overtaken", { work: this.overtaken }));
    } else if (kind === "closed") {
      for (const { act } of this.store.refused()) this.#gone(act, "refused");
      this.closed = value.words;
    } else if (kind === "done") {
      this.finish = value ? "done" : "";
      if (!value) this.#more();
    }
    if (this.queue.trouble) this.troubled = true;
    if (kind === "state") this.#state();
    else this.#refresh();
    if (kind === "state") this.#news();
  }

  /** The line is back: pictures that failed are asked for again. */
  #recovered() {
    this.troubled = false;
    this.pictures.forgive();
    if (!this.ready) this.#picture(this.work);
    idle(() => this.#around());
  }

  #confirmed(works) {
    for (const [code, work] of Object.entries(works)) this.model.confirm(code, work);
  }

  #gone(act, became) {
    this.model.remove(act);
    if (became === "refused" || became === "overtaken" || became === "same") this.model.forget(act);
  }

  #heard(kind, value) {
    if (kind === "act") this.model.add(value);
    else if (kind === "gone") this.model.remove(value);
    else if (kind === "answer") {
      this.store.saw(value.number);
      this.#confirmed(value.works ?? {});
    }
    if (this.code) this.#refresh();
  }

  /** The token of another session, and what changed elsewhere meanwhile. Whose list is it? */
  async #renew() {
    const found = await fetchWorks(`${this.home}works.json`);
    if (!found.data || found.stored) return found.why ?? "offline";
    if (found.data.place !== this.data.place) return "other";
    this.queue.token = found.data.csrf;
    this.store.saw(found.data.number);
    this.#confirmed(Object.fromEntries(found.data.works.map(({ code, state, marks, pinned, note, version }) => [code, { state, marks, pinned, note, version }])));
    return "mine";
  }

  /** The server knows of open works that this page took for done. */
  async #more() {
    if ((await this.#renew()) !== "mine") return;
    const next = this.model.nextOpen(this.code);
    if (!next && !["waiting", "set_aside"].includes(this.work.state)) return location.assign(`${this.home}next`); // works that were dealt after this list was made
    if (next) this.show(next);
    this.panel.say(this.words.say("more"));
  }

  // ── what the screen says of all this ──

  #state() {
    const n = this.queue.waiting;
    const { trouble } = this.queue;
    const text = !n && !trouble ? "saved" : !n ? "saved" : !trouble ? "saving" : trouble.kind === "offline" ? "offline" : "unsaved";
    this.panel.state(this.words.say(text, { n }), Boolean(n && trouble));
  }

  #news() {
    const notices = [];
    const add = (kind, text, more = {}) => notices.push({ kind, text, ...more });
    const { words } = this;
    const lost = this.store.refused();
    if (lost.length) {
      const reasons = [...new Set(lost.map((each) => each.words).filter(Boolean))];
      add("warn", [...reasons, words.say("lost")], { list: lost.map(({ act }) => this.#spoken(act)), buttons: [[words.say("dismiss"), "forgive"]] });
    }
    const trouble = this.queue.waiting ? this.queue.trouble : null;
    if (trouble?.kind === "signedOut") add("warn", words.say("signIn"), { links: [[words.say("signInLink"), "/login", true]] });
    else if (trouble?.kind === "other") add("warn", words.say("other"), { links: [[words.say("signInLink"), "/login", true]] });
    else if (trouble?.kind === "paused") add("warn", trouble.words);
    else if (trouble?.kind === "busy") add("warn", words.say("busy"));
    if (this.stale && trouble?.kind !== "signedOut") add("info", words.say("stored"));
    if (AWAY.has(this.work.state)) add("info", words.say("awayTitle"), { buttons: [[words.say("backTo"), "back"]] });
    const { waiting, set_aside: aside } = this.model.progress();
    if (this.finish === "asking") add("info", words.say(this.queue.trouble ? "unsure" : "asking"));
    else if (this.finish === "done") {
      add("ok", [words.say("done"), words.say("again")], { links: [[words.say("signOff"), `${this.home}sign-off`]] });
    } else if (!waiting && aside) add("info", words.count("asides", aside));
    this.panel.news(notices);
  }

  #spoken(act) {
    const work = this.label(act.code);
    const value = act.what === "mark" && act.value !== null ? this.data.criteria[act.criterion - 1]?.values[act.value] : act.what === "note" ? act.value : "";
    return value ? this.words.say("marked", { work, value }) : work;
  }
}

export async function open(form) {
  const { home } = form.dataset;
  for (let pause = 2000; ; pause = Math.min(pause * 2, 30_000)) {
    const found = await fetchWorks(`${home}works.json`);
    if (found.data) {
      if (found.data.signed_off || !found.data.works.length) return null;
      if (!document.getElementById("desk-words")) document.body.insertAdjacentHTML("beforeend", found.data.words); // our own template, as the server made it
      const desk = new Desk(form, found, home);
      desk.start(location.pathname.split("/").at(-1));
      return desk;
    }
    if (found.why === "other") return null;
    await new Promise((done) => setTimeout(done, pause)); // until then the page works as it is, one work at a time
  }
}
