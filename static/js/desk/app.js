// The desk: takes the page over once it has the list of works, and turns the works itself from then on.
// A press is written down here first, then shown, then sent; what is shown is always the server's word and what waits on top of it.

import { listen } from "./keys.js";
import { guard } from "./leaving.js";
import { AWAY, Model } from "./model.js";
import { Note } from "./note.js";
import { Offline } from "./offline.js";
import { Own } from "./own.js";
import { Panel } from "./panel.js";
import { Queue } from "./queue.js";
import { line, troubles } from "./saving.js";
import { Settings } from "./settings.js";
import { Stage } from "./stage.js";
import { Store } from "./store.js";
import { readWords } from "./words.js";
import { called, fetchWorks, inLine, recent, stepOf } from "./works.js";

const LOOK = 20_000; // without a line: whether it is back
const idle = (act) => (globalThis.requestIdleCallback ? requestIdleCallback(act, { timeout: 200 }) : setTimeout(act, 60));

export class Desk {
  code = "";
  current = 0; // the criterion that keys mark
  finish = ""; // asking, done
  closed = ""; // why the server takes nothing any more, in its words
  stale = false; // the list comes from this browser, not from the server

  constructor(form, { data, stored }, home) {
    this.home = home;
    this.data = data;
    this.stale = stored;
    this.words = readWords(document.getElementById("desk-words"));
    this.names = data.criteria.map(called);
    this.store = new Store(data.place, { heard: (kind, value) => this.#heard(kind, value) });
    Store.tidy({ but: data.place });
    this.model = this.#model(data, stored);
    this.offline = new Offline(data.place);
    this.queue = new Queue(this.store, {
      address: `${home}acts`, token: data.csrf, renew: () => this.#renew(), told: (kind, value) => this.#told(kind, value),
    }); // prettier-ignore
    this.settings = new Settings(this.store, data.settings, {
      address: `${home}settings`, token: () => this.queue.token, shown: (now) => this.panel.settings(now),
    }); // prettier-ignore
    const act = (name, value) => this.act(name, value);
    act.keys = () => this.settings.now.keys;
    this.panel = new Panel(form, this.words, { act, criteria: data.criteria.map((each, n) => ({ ...each, names: this.names[n] })) });
    this.stage = new Stage(this.panel, this.words, { saver: () => this.settings.now.saver, alt: (work) => this.#alt(work), offline: this.offline });
    this.note = new Note(this.panel.note, { keep: (text) => this.#noted(text), left: () => this.panel.view.focus({ preventScroll: true }) });
    this.own = new Own(this.store, this.words, this.names.length === 1 ? this.names[0] : null);
    this.go = guard(home, () => this.queue);
    listen({
      mine: () => this.settings.now.map, on: act.keys, zoomed: () => this.stage.zoom.zoomed,
      act: (name, digit) => (name === "mark" ? this.#digit(digit) : this.act(name)),
    }); // prettier-ignore
  }

  #model(data, stored) {
    const confirmed = this.store.confirmed();
    const model = new Model(data, confirmed);
    if (!stored) for (const [code, work] of Object.entries(confirmed)) if (model.version(code) >= work.version) this.store.unconfirm(code);
    this.store.saw(data.number);
    for (const done of (stored && this.store.get("undoable")) || recent(data.recent)) model.remember(done);
    for (const waiting of this.store.acts()) model.add(waiting);
    return model;
  }

  start(code) {
    this.panel.settings(this.settings.now);
    addEventListener("popstate", () => this.show(this.#here() ?? this.code, { quiet: true }));
    addEventListener("pagehide", () => this.note.keep());
    const first = this.model.has(code) ? code : (this.model.nextOpen("") ?? this.model.order[0]);
    history.replaceState({ code: first }, "", this.address(first));
    this.show(first, { quiet: true });
    if (this.queue.waiting) this.queue.send();
    this.#state();
    this.settings.keycaps();
    if (this.stale) this.#look();
    else idle(() => this.#keep());
  }

  /** Everything that is needed without a line stays in this browser. */
  #keep() {
    const { worker } = this.panel.form.dataset;
    if (worker) this.offline.start(worker, `${this.home}works/`, `${this.home}works.json`).then(() => this.stage.ahead(this.model, this.code));
  }

  /** This page was opened without a line: until there is one, look for it. */
  #look() {
    const look = () => { if (this.stale && !this.queue.waiting) this.#renew(); };
    addEventListener("online", look);
    addEventListener("focus", look);
    const timer = setInterval(() => (this.stale ? look() : clearInterval(timer)), LOOK);
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
    this.note.keep();
    const other = code !== this.code;
    this.code = code;
    if (!quiet && other) history.pushState({ code }, "", this.address(code));
    const work = this.work;
    this.current = current ?? Math.max(0, work.marks.indexOf(null));
    if (other) this.stage.show(work);
    this.panel.show(work, this.label(code), this.model.at(code) + 1, this.model.size, this.current);
    this.note.show(work.note);
    this.#marks(work);
    this.#news();
    if (other) requestAnimationFrame(() => idle(() => this.#around()));
  }

  /** Press shown: the same work as it is now. */
  #refresh() {
    const work = this.work;
    this.#marks(work);
    this.note.show(work.note);
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

  #around() {
    this.stage.around(this.model, this.code);
    const at = this.model.at(this.code);
    const near = Array.from({ length: 7 }, (_, n) => this.model.work(this.model.order[at + n - 3])).filter(Boolean);
    this.panel.strip(near, this.code, {
      label: (work) => this.label(work.code), address: (code) => this.address(code), source: (work) => work.picture?.sizes[0]?.[1],
      words: (work) => (work.state === "scored" ? inLine(work.marks, this.names) : this.words.say("noValue")),
    }); // prettier-ignore
    this.own.show(this.panel, this.model);
  }

  // ── acts ──

  /** Written down, shown, sent: in this order. */
  #press(act) {
    const changes = this.model.changes(act.code, act);
    const whole = this.store.add({ ...act, said: this.#spoken(act), ...(changes && { changes }) });
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
      case "again": return this.stage.again();
      case "smaller": return this.stage.again(640);
      case "zoom": return this.stage.zoom.toggle();
      case "in": return this.stage.zoom.in();
      case "out": return this.stage.zoom.out();
      case "panLeft": return this.stage.zoom.pan(-1, 0);
      case "panRight": return this.stage.zoom.pan(1, 0);
      case "panUp": return this.stage.zoom.pan(0, -1);
      case "panDown": return this.stage.zoom.pan(0, 1);
      case "pin": return this.#pin();
      case "aside": return this.#aside();
      case "back": return this.#back();
      case "clear": return this.#clear();
      case "know": case "abstain": return this.#leave(name, value.value);
      case "flag": this.#press({ code: this.code, what: "flag", value: value.value, note: value.note }); return this.panel.say(this.words.say("flagged"));
      case "note": return this.note.open();
      case "undo": return this.#undo();
      case "ground": return this.panel.say(this.words.say(`ground-${this.settings.ground()}`));
      case "border": return this.settings.set({ border: !this.settings.now.border });
      case "set": return this.settings.set(value);
      case "full": return this.settings.full();
      case "help": return document.getElementById("desk-help").showModal();
      case "sheet": return this.go(`${this.home}sheet`);
      case "escape": return this.#escape();
      case "compare": return this.#compare();
      case "forgive": this.store.forgive(); return this.#news();
      case "resend": return this.#resend();
    }
  }

  #digit(digit) {
    const step = stepOf(digit, this.data.criteria[this.current].values);
    if (step >= 0) this.#mark(this.current, step);
  }

  #mark(criterion, value) {
    if (!this.stage.ready || AWAY.has(this.work.state)) {
      this.#refresh();
      if (!this.stage.ready) this.panel.say(this.words.say(this.stage.wanting));
      return;
    }
    const was = this.work.state;
    this.#press({ code: this.code, what: "mark", criterion: criterion + 1, value });
    const { marks, state } = this.work;
    this.panel.say(this.words.say("marked", { work: this.label(this.code), value: inLine(marks, this.names) }), true);
    const missing = marks.indexOf(null, criterion + 1);
    const last = missing < 0 && marks.includes(null) ? marks.indexOf(null) : missing;
    const down = last >= 0 ? last : criterion + 1;
    this.own.timed(was, state);
    if (down < marks.length) this.current = down;
    else if (this.settings.now.advance && state === "scored") return this.#on();
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
    if (work.state === "set_aside" && (alone || !this.settings.now.advance || this.model.progress().waiting)) return this.#back();
    this.#press({ code: this.code, what: "aside" });
    this.panel.say(this.words.say("setAside", { work: this.label(this.code) }));
    if (this.settings.now.advance) return this.#on();
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
    if (this.settings.now.advance) return this.#on();
    this.#refresh();
  }

  #compare() {
    const others = this.model.pinned().filter((code) => code !== this.code).slice(-3);
    if (!others.length) return this.panel.say(this.words.say("pinFirst"));
    const wanted = new URLSearchParams([this.code, ...others].map((code) => ["w", code]));
    this.go(`${this.home}compare?${wanted}`);
  }

  #undo() {
    this.note.keep();
    const done = this.model.undoable.at(-1);
    if (!done) return this.panel.say(this.words.say("nothing"));
    const { code, what, criterion } = done;
    this.#press({ code, what: "undo", of: [done.device, done.number], to: done });
    const values = criterion ? this.names[criterion - 1] : [];
    const work = this.label(code);
    this.show(code, { current: criterion ? criterion - 1 : undefined });
    this.#state();
    if (what === "mark" && done.old === null) this.panel.say(this.words.say("undoneMark", { work, value: values[done.new] }));
    else if (what === "mark") this.panel.say(this.words.say("undoneTo", { work, value: values[done.old] }));
    else this.panel.say(this.words.say("undone", { work }));
  }

  #noted(value) {
    if (!this.work || value === this.work.note.trim()) return; // it may have been taken from the judge meanwhile
    this.#press({ code: this.code, what: "note", value });
    this.panel.say(this.words.say("noted", { work: this.label(this.code) }));
    this.#state();
  }

  /** Back to the contact sheet, for whoever came from there. */
  #escape() {
    const from = sessionStorage.getItem(`sheet:${this.home}`);
    if (from && !document.fullscreenElement) this.go(from);
  }

  #resend() {
    for (const act of this.store.resend()) this.model.add(act);
    this.#refresh();
    this.queue.hurry();
  }

  // ── what the queue and other tabs tell ──

  #told(kind, value) {
    if (kind === "answer") this.#answered(value);
    else if (kind === "refused") this.#gone(value.act, "refused");
    else if (kind === "overtaken") this.panel.say(value.words || this.words.say("overtaken", { work: this.label(value.act.code) }));
    else if (kind === "closed") {
      for (const act of value.acts) this.#gone(act, "refused");
      this.closed = value.words;
      this.finish = "";
    } else if (kind === "done") {
      this.finish = value ? "done" : "";
      if (!value) this.#more();
    }
    if (this.queue.trouble) this.troubled = true;
    if (kind !== "state") return this.#refresh();
    this.#state();
    this.#news();
  }

  #answered({ told, acts, became }) {
    this.closed = "";
    if (this.troubled) this.#recovered();
    if (this.stale) this.#renew();
    for (const [code, work] of Object.entries(told.works ?? {})) this.store.confirm(code, work);
    this.store.put("answer", { works: told.works, number: told.number });
    this.#confirmed(told.works ?? {});
    for (const act of acts) this.#gone(act, became.get(act.number)?.became);
  }

  /** The line is back: pictures that failed are asked for again. */
  #recovered() {
    this.troubled = false;
    this.stage.recovered();
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
    const works = new Map(found.data.works.map(({ code, state, marks, pinned, note, version }) => [code, { state, marks, pinned, note, version }]));
    this.#confirmed(Object.fromEntries(works));
    this.#without(works);
    if (this.stale) this.#fresh();
    return "mine";
  }

  /** Works that were taken from the judge meanwhile. */
  #without(works) {
    for (const code of this.model.order.filter((each) => !works.has(each))) this.model.drop(code);
    if (!this.model.size) return this.go(this.home);
    if (!this.model.has(this.code)) this.show(this.model.nextOpen("") ?? this.model.order[0]);
  }

  /** What the page shows is the server's word again. */
  #fresh() {
    this.stale = false;
    this.stage.recovered();
    this.#refresh();
    idle(() => this.#keep());
  }

  /** The server knows of open works that this page took for done. */
  async #more() {
    if ((await this.#renew()) !== "mine") return;
    const next = this.model.nextOpen(this.code);
    if (!next && !["waiting", "set_aside"].includes(this.work.state)) return this.go(`${this.home}next`); // works that were dealt after this list was made
    if (next) this.show(next);
    this.panel.say(this.words.say("more"));
  }

  // ── what the screen says of all this ──

  #state() { this.panel.state(...line(this.queue, this.words)); }

  #news() {
    const { words, queue } = this;
    const all = troubles(this.store, queue, words, (act) => act.said ?? this.#spoken(act));
    const add = (kind, text, more = {}) => all.push({ kind, text, ...more });
    if (this.closed && !this.store.refused().some((each) => each.words === this.closed)) add("warn", this.closed);
    if (this.stale && queue.trouble?.kind !== "signedOut") add("info", words.say("stored"));
    if (AWAY.has(this.work.state)) add("info", words.say("awayTitle"), { buttons: [[words.say("backTo"), "back"]] });
    const { waiting, set_aside: aside } = this.model.progress();
    if (this.finish === "asking") add("info", words.say(queue.trouble ? "unsure" : "asking"));
    else if (this.finish === "done") {
      add("ok", [words.say("done"), words.say("again")], { links: [[words.say("signOff"), `${this.home}sign-off`]] });
    } else if (!waiting && aside) add("info", words.count("asides", aside));
    this.panel.news(all);
  }

  #spoken(act) {
    const work = this.label(act.code);
    const value = act.what === "mark" && act.value !== null ? this.names[act.criterion - 1]?.[act.value] : act.what === "note" ? act.value : "";
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
