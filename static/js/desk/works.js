// The list of a judge's works, as the server tells it; and what its parts are called.

/** Does the server itself say this? Anything between here and there (a hotel's sign-in page, a proxy) may answer too, but not like this. */
export const ours = (told) => typeof told?.error === "string";

const told = (answer) => answer.json().catch(() => null);

/** The list: `{ data, stored }`, or why there is none: `signedOut`, `other`, `offline`. */
export async function fetchWorks(address) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual" });
  } catch {
    return { why: "offline" };
  }
  const data = await told(answer);
  if (answer.ok && data?.works) return { data, stored: answer.headers.get("Desk-Stored") === "yes" };
  if (!ours(data)) return { why: "offline" };
  return { why: { 401: "signedOut", 403: "other", 404: "other" }[answer.status] ?? "offline" };
}

/** What the values of a criterion are called: words where each of them has some, figures otherwise. */
export function called({ values, anchors = {} }) {
  return values.every((_value, step) => anchors[step]) ? values.map((_value, step) => anchors[step]) : values;
}

/** A digit is the value that is written so; 0 is ten, or nought. -1 where there is no such value. */
export function stepOf(digit, values) {
  const ten = digit === "0" ? values.indexOf("10") : -1;
  return ten < 0 ? values.indexOf(digit) : ten;
}

/** Marks of a work in one line: 7 · – · 5. */
export const inLine = (marks, names) => marks.map((mark, n) => (mark === null ? "–" : names[n][mark])).join(" · ");

/**
 * What the server tells of the last acts, one line each: a mark and the state it led to are one act. Pages without scripts have no numbers.
 */
export function recent(events) {
  const acts = new Map();
  for (const event of events.filter(({ number, device }) => number && device)) {
    const { what, old, new: now } = event;
    const done = { ...event, old: read(what, old), new: read(what, now) };
    const key = `${event.number}:${event.device}`;
    const before = acts.get(key);
    if (!before) acts.set(key, done);
    else if (before.what === "mark" && what === "state") before.state = old;
    else if (what === "mark" && before.what === "state") acts.set(key, { ...done, state: before.old });
  }
  return [...acts.values()];
}

/** The server writes history as text. */
function read(what, value) {
  if (value === null || value === undefined) return what === "note" ? "" : null;
  if (what === "mark") return Number(value);
  return what === "pin" ? value === true || String(value) === "1" : value;
}
