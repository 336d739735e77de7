// What a file on its way looks like: bar, words and buttons, filled from the page's own texts (data-say-…).

export function say(box, name) {
  const words = box.closest("[data-behaviour]").querySelector("[data-say-sending]");
  return words.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
}

export function megabytes(bytes) {
  const digits = bytes < 99_950_000 ? 1 : 0;
  return new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(bytes / 1e6);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The sentence for where it is now. */
export function sentence(box, sending) {
  const values = { percent: sending.percent, done: megabytes(sending.sent), total: megabytes(sending.total) };
  const text = fill(say(box, sending.state), values);
  if (sending.state !== "sending") return text;
  if (sending.restarted) return `${text} ${say(box, "restarted")}`;
  return sending.resumed ? `${text} ${say(box, "resumed")}` : text;
}

export const trouble = (box, sending) => sending.words || say(box, sending.reason || "failed");

const BUTTONS = {
  pause: (sending) => sending.moving && sending.state !== "preparing",
  resume: (sending) => sending.state === "paused",
  retry: (sending) => sending.state === "lost" || (sending.state === "refused" && sending.again),
  cancel: (sending) => !["ready", "cancelled"].includes(sending.state) && (sending.state !== "refused" || sending.again),
};

/** Bring one box up to date: [data-bar], [data-words], [data-error], [data-act]. The focus never falls into nothing. */
export function show(box, sending) {
  const focused = document.activeElement;
  const refused = sending.state === "refused";
  box.dataset.state = sending.state;
  const bar = box.querySelector("[data-bar]");
  bar.hidden = refused;
  bar.value = sending.percent;
  const words = box.querySelector("[data-words]");
  words.hidden = refused;
  words.textContent = refused ? "" : sentence(box, sending);
  const error = box.querySelector("[data-error]");
  error.hidden = !refused;
  error.querySelector("[data-text]").textContent = refused ? trouble(box, sending) : "";
  for (const button of box.querySelectorAll("[data-act]")) {
    const needed = BUTTONS[button.dataset.act];
    if (needed) button.hidden = !needed(sending);
  }
  if (box.contains(focused) && focused.hidden) box.querySelector("[data-act]:not([hidden])")?.focus();
}

/** Speaks at 25, 50, 75 and 100 percent, and when something else happens; never in between. */
export function speaker(region, box) {
  let quarter = null;
  let state = "";
  return (sending) => {
    const reached = Math.floor(sending.percent / 25) * 25;
    if (sending.state === "sending") {
      quarter ??= Math.floor((100 * sending.resumed) / sending.total / 25) * 25;
      if (reached > quarter) {
        quarter = reached;
        region.textContent = fill(say(box, "quarter"), { percent: reached });
      }
    } else if (sending.state !== state && ["lost", "paused", "preparing", "ready"].includes(sending.state)) {
      region.textContent = sentence(box, sending);
    }
    state = sending.state;
  };
}
