// The judge's works as they are: what the server said last, and on top of it what is still on its way, in order of number.
// Pure: no page, no network.

import { inOrder } from "./store.js";

export const AWAY = new Set(["abstained", "recused"]);
export const UNDOABLE = new Set(["mark", "state", "pin", "note"]);
const MOST = 50;

const key = ({ device, number }) => `${number}:${device}`;

export class Model {
  #base = new Map();
  #acts = new Map(); // code → acts on their way
  #at = new Map();
  #counts = null; // of states, until something changes
  undoable = []; // oldest first: { device, number, code, what, criterion, old, new, state }

  constructor(data, confirmed = {}) {
    this.criteria = data.criteria;
    this.under = data.under;
    this.order = data.works.map((work) => work.code);
    for (const [n, work] of data.works.entries()) {
      const later = confirmed[work.code];
      this.#base.set(work.code, later && later.version > work.version ? { ...work, ...later } : work);
      this.#at.set(work.code, n);
    }
  }

  get size() { return this.order.length; }
  has(code) { return this.#base.has(code); }
  at(code) { return this.#at.get(code) ?? -1; }
  version(code) { return this.#base.get(code)?.version ?? -1; }

  /** A work as the judge sees it. */
  work(code) {
    const base = this.#base.get(code);
    const acts = this.#acts.get(code);
    if (!base || !acts) return base;
    const work = { ...base, marks: [...base.marks] };
    for (const act of acts) this.#apply(work, act);
    return work;
  }

  #full(work) { return work.marks.every((mark) => mark !== null); }

  #apply(work, act) {
    const settle = (state) => { if (!AWAY.has(work.state)) work.state = state; };
    switch (act.what) {
      case "mark":
        if (AWAY.has(work.state)) break;
        work.marks[act.criterion - 1] = act.value;
        settle(this.#full(work) ? "scored" : work.state === "set_aside" ? "set_aside" : "waiting");
        break;
      case "aside": settle("set_aside"); break;
      case "back": work.state = this.#full(work) ? "scored" : "waiting"; break;
      case "know": work.state = "recused"; break;
      case "abstain": work.state = "abstained"; break;
      case "pin": work.pinned = act.value; break;
      case "note": work.note = act.value; break;
      case "undo": this.#restore(work, act.to); break;
    }
  }

  #restore(work, to) {
    if (to.what === "mark") {
      work.marks[to.criterion - 1] = to.old;
      if (to.state) work.state = to.state;
      else if (!AWAY.has(work.state) && work.state !== "set_aside") work.state = this.#full(work) ? "scored" : "waiting";
    } else if (to.what === "state") work.state = to.old;
    else if (to.what === "pin") work.pinned = to.old;
    else if (to.what === "note") work.note = to.old;
  }

  // ── acts come and go ──

  add(act) {
    if (!this.has(act.code)) return;
    const acts = this.#acts.get(act.code) ?? [];
    if (acts.some((each) => key(each) === key(act))) return;
    this.#counts = null;
    this.#acts.set(act.code, [...acts, act].sort(inOrder));
    if (act.what === "undo") this.undoable = this.undoable.filter((each) => key(each) !== `${act.of[1]}:${act.of[0]}`);
    else if (act.changes) this.remember({ ...act.changes, device: act.device, number: act.number, code: act.code });
  }

  remember(done) {
    if (!this.has(done.code)) return; // a work that has left the list since
    if (this.undoable.some((each) => key(each) === key(done))) return;
    this.undoable = [...this.undoable, done].sort(inOrder).slice(-MOST);
  }

  forget(act) { this.undoable = this.undoable.filter((each) => key(each) !== key(act)); }

  remove(act) {
    this.#counts = null;
    const left = (this.#acts.get(act.code) ?? []).filter((each) => key(each) !== key(act));
    if (left.length) this.#acts.set(act.code, left);
    else this.#acts.delete(act.code);
  }

  confirm(code, said) {
    const base = this.#base.get(code);
    this.#counts = null;
    if (base && said.version >= base.version) this.#base.set(code, { ...base, ...said });
  }

  /** A work that is not the judge's any more. */
  drop(code) {
    this.#base.delete(code);
    this.#acts.delete(code);
    this.#counts = null;
    this.order = this.order.filter((each) => each !== code);
    this.#at = new Map(this.order.map((each, n) => [each, n]));
    this.undoable = this.undoable.filter((each) => each.code !== code);
  }

  /** What an act would change, to take it back: `null` when it changes nothing. */
  changes(code, act) {
    const now = this.work(code);
    const then = { ...now, marks: [...now.marks] };
    this.#apply(then, act);
    if (act.what === "mark") {
      const old = now.marks[act.criterion - 1];
      return old === then.marks[act.criterion - 1] ? null : { what: "mark", criterion: act.criterion, old, new: act.value, state: now.state };
    }
    if (act.what === "pin") return now.pinned === act.value ? null : { what: "pin", old: now.pinned, new: act.value };
    if (act.what === "note") return now.note === act.value ? null : { what: "note", old: now.note, new: act.value };
    return now.state === then.state ? null : { what: "state", old: now.state, new: then.state };
  }

  // ── where to go, and how far ──

  /** The next work without marks after `code`, round to the start; then what was set aside. */
  nextOpen(code) {
    for (const state of ["waiting", "set_aside"]) {
      const found = this.#first(state, this.at(code));
      if (found) return found;
    }
    return null;
  }

  #first(state, after) {
    const n = this.size;
    for (let step = 1; step <= n; step++) {
      const code = this.order[(after + step + n) % n];
      if ((step < n || after < 0) && this.work(code).state === state) return code;
    }
    return null;
  }

  beside(code, by) { return this.order[this.at(code) + by] ?? null; }

  progress() {
    this.#counts ??= this.#count();
    return this.#counts;
  }

  #count() {
    const counts = { waiting: 0, scored: 0, set_aside: 0, abstained: 0, recused: 0 };
    for (const code of this.order) counts[this.work(code).state] += 1;
    return counts;
  }

  /** Tenths of the total of 100, rounded half up as the server does; `null` while a mark is missing. */
  total(work) {
    if (!this.#full(work)) return null;
    const over = work.marks.reduce((sum, mark, n) => sum + this.criteria[n].share * mark, 0);
    return Math.floor((2000 * over + this.under) / (2 * this.under));
  }

  /** How many of the judge's own works have which value: marks in a quick round, tens of the total otherwise. */
  histogram() {
    const quick = this.criteria.length === 1;
    const bins = new Array(quick ? this.criteria[0].values.length : 10).fill(0);
    for (const code of this.order) {
      const work = this.work(code);
      if (work.state !== "scored") continue;
      const total = this.total(work);
      if (total !== null) bins[quick ? work.marks[0] : Math.min(9, Math.floor(total / 100))] += 1;
    }
    return bins;
  }

  pinned() { return this.order.filter((code) => this.work(code).pinned); }
}
