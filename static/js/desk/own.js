// A judge's own pace and own marks. Nobody else's.

const OFTEN = 20; // works after which the pace is told
const LONG = 300_000; // a pause, not a work
const LAST = 40;

export class Own {
  #store;
  #words;
  #names;

  /** `names` are the words of the values in a round with one mark, `null` in one with several. */
  constructor(store, words, names) {
    this.#store = store;
    this.#words = words;
    this.#names = names ?? Array.from({ length: 10 }, (_, n) => (n === 9 ? "90–100" : `${n * 10}–${n * 10 + 9}`));
  }

  /** A work has its marks now that had not all of them before. */
  timed(was, now) {
    if (was === "scored" || now !== "scored") return;
    const at = Date.now();
    const times = this.#store.get("pace", { last: 0, each: [] });
    if (times.last && at - times.last < LONG) times.each = [...times.each, at - times.last].slice(-LAST);
    this.#store.put("pace", { last: at, each: times.each });
  }

  #pace(left) {
    const { each } = this.#store.get("pace", { each: [] });
    if (each.length < OFTEN || !left) return "";
    const minutes = ([...each].sort((a, b) => a - b)[each.length >> 1] * left) / 60_000;
    const [n, unit] = minutes < 90 ? [Math.max(1, Math.round(minutes)), "minute"] : [Math.round(minutes / 60), "hour"];
    return this.#words.say("pace", { time: new Intl.NumberFormat(this.#words.lang, { style: "unit", unit, unitDisplay: "long" }).format(n) });
  }

  show(panel, model) {
    const { waiting, set_aside: aside } = model.progress();
    panel.own(model.histogram(), this.#names, this.#pace(waiting + aside));
  }
}
