// Keys by their place on the keyboard (event.code), so that they are the same in every layout and alphabet.

export const KEYS = {
  up: "ArrowUp", down: "ArrowDown", next: "ArrowRight", previous: "ArrowLeft", open: "End", pin: "KeyP", aside: "KeyX", clear: "KeyU", note: "KeyM",
  zoom: "KeyZ", in: "Equal", out: "Minus", compare: "KeyC", sheet: "KeyG", full: "KeyF", ground: "KeyB",
}; // prettier-ignore
/** These stay as they are, whatever a judge has chosen for the others. */
const ALWAYS = { PageDown: "next", PageUp: "previous", NumpadAdd: "in", NumpadSubtract: "out", Escape: "escape" };

const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", PageUp: "PgUp", PageDown: "PgDn", Minus: "−", Equal: "+" };
const PANS = { ArrowUp: "panUp", ArrowDown: "panDown", ArrowLeft: "panLeft", ArrowRight: "panRight" };
const HELD = /^(pan|in$|out$)/; // may be held down; nothing else may

/** The pad's keys are arrows and the like while NumLock is off: then their names say what they are, and those without one are nothing. */
export function codeOf({ code, key }) {
  if (!/^Numpad[0-9]$/.test(code) || /^\p{Nd}$/u.test(key)) return code;
  return /^(Arrow|Page|Home$|End$|Insert$|Delete$)/.test(key) ? key : "None";
}

/** The digit of a key of the row or the pad, or "". Keyboards on screens have no codes: what they type is taken then. */
export const digitOf = (event) => /^(?:Digit|Numpad)([0-9])$/.exec(codeOf(event))?.[1] ?? (!event.code && /^[0-9]$/.test(event.key) ? event.key : "");

/** Is somebody writing, or choosing from a list, or asked something? */
function elsewhere(target) {
  if (document.querySelector("dialog[open]")) return true;
  return Boolean(target.closest?.("textarea, select, [contenteditable], [role=menu], details form, input:not([type=radio]):not([type=checkbox])"));
}

/** Calls `act(name, digit)`. `mine()` are the judge's own keys by act, `on()` whether keys are wanted, `zoomed()` whether arrows move the picture. */
export function listen({ act, mine, on, zoomed }) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || elsewhere(event.target)) return;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === "KeyZ") {
      event.preventDefault();
      if (!event.repeat) act("undo");
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (!on()) return; // every key of a single sign, the list of keys too
    if (event.key === "?") return act("help");
    const name = named(event, mine(), zoomed());
    if (!name || (event.repeat && !HELD.test(name))) {
      if (name) event.preventDefault();
      return;
    }
    if (name !== "escape") event.preventDefault();
    act(name, digitOf(event));
  });
}

function named(event, own, zoomed) {
  if (event.shiftKey) return event.code === "Equal" ? "in" : ""; // plus stands above the equals sign
  const pressed = codeOf(event);
  const chosen = Object.entries(own).find(([, code]) => code === pressed)?.[0];
  if (chosen && KEYS[chosen]) return chosen;
  if (digitOf(event)) return "mark";
  if (zoomed && PANS[pressed]) return PANS[pressed];
  return ALWAYS[pressed] ?? Object.keys(KEYS).find((name) => !own[name] && KEYS[name] === pressed) ?? "";
}

/** What is printed on the keys, by act; Latin where a browser does not tell. */
export async function keycaps(own) {
  const layout = await navigator.keyboard?.getLayoutMap?.().catch(() => null);
  const cap = (code) => SIGNS[code] ?? (/^Key|^Digit/.test(code) ? (layout?.get(code) ?? code.replace(/^Key|^Digit/, "")).toUpperCase() : code.replace("Numpad", ""));
  return Object.fromEntries(Object.entries(KEYS).map(([name, code]) => [name, cap(own[name] ?? code)]));
}
