// <form data-behaviour="keep" data-keep="address" …>: what is typed is sent to the server after a short rest, long before Continue is pressed.
// One line says how things stand, in three ways: saved, saving, not saved yet. While the line is down the words are kept in this
// browser and tried again; never on a shared computer (data-shared).

import { saved } from "./saved.js";

const REST = 1200; // ms after the last key
const PAUSES = [2, 4, 8, 15]; // s between tries

const fields = (form) => {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  return data;
};

const beside = new Set(["csrf_token", "seen"]);
const typed = (form) => [...fields(form)].filter(([name]) => !beside.has(name));

// As the server wrote the page, whatever has been typed since: on a poor line people are faster than this script.
const written = (field) => {
  if (field.type === "radio" || field.type === "checkbox") return field.defaultChecked ? [[field.name, field.value]] : [];
  if (field.options) return [[field.name, (Array.from(field.options).find((option) => option.defaultSelected) ?? field.options[0])?.value ?? ""]];
  return [[field.name, field.defaultValue]];
};

const served = (form) => [...form.elements].filter((field) => field.name && field.type !== "file" && field.type !== "submit" && !beside.has(field.name)).flatMap(written);

function fill(form, pairs) {
  const given = new Map(pairs);
  for (const field of form.elements) {
    if (!field.name || beside.has(field.name) || field.type === "file" || field.type === "submit") continue;
    const value = given.get(field.name);
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value !== undefined;
    else if (value !== undefined) field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export default function keep(form) {
  const { keep: address, shared, saving, unsaved } = form.dataset;
  const line = document.querySelector("[data-keep-line]");
  const told = document.querySelector("[data-keep-told]"); // read aloud: only when something is wrong, and when it is right again
  const here = `enter ${location.pathname}`;
  const seen = form.elements.seen?.value;
  let shown = JSON.stringify(served(form)); // what the server knows
  let timer = 0;
  let tries = 0;
  let asking = null;
  let leaving = false;

  const say = (words, state, at) => {
    if (!line) return;
    const before = line.dataset.state;
    if (at) saved(line, new Date(at));
    else line.querySelector("time").textContent = words;
    line.dataset.state = state;
    if (state === "unsaved") line.dataset.wrong = "yes";
    if (told && (state === "unsaved" ? before !== state : state === "saved" && line.dataset.wrong)) told.textContent = line.querySelector("time").textContent;
    if (state === "saved") delete line.dataset.wrong;
  };

  const remember = (text, sent = false) => {
    if (shared) return;
    try {
      localStorage.setItem(here, JSON.stringify({ seen, sent, pairs: JSON.parse(text) }));
    } catch { /* no room or not allowed: then only the server keeps it */ }
  };

  const forget = () => {
    try {
      localStorage.removeItem(here);
    } catch { /* not allowed */ }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => send(), 1000 * PAUSES[Math.min(tries++, PAUSES.length - 1)]);
  };

  async function send(last = false) {
    clearTimeout(timer);
    if (leaving) return;
    const now = JSON.stringify(typed(form));
    const body = fields(form);
    if (now === shown) return;
    if (asking) return (timer = setTimeout(() => send(), REST));
    say(saving, "saving");
    asking = new AbortController();
    try {
      const answer = await fetch(address, {
        method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", signal: asking.signal, keepalive: last && body.toString().length < 60_000,
      });
      if (answer.status >= 500 || answer.status === 429) throw new TypeError("later");
      const said = await answer.json();
      if (answer.ok) {
        shown = now;
        tries = 0;
        say("", "saved", said.at);
        if (JSON.stringify(typed(form)) === now) forget();
      } else {
        say(said.error ?? unsaved, "unsaved"); // the server has a reason: trying again would not help
      }
    } catch (error) {
      if (leaving || error.name === "AbortError") return;
      say(unsaved, "unsaved");
      later();
    } finally {
      asking = null;
    }
  }

  const changed = () => {
    const now = JSON.stringify(typed(form));
    if (now === shown) return;
    remember(now);
    clearTimeout(timer);
    timer = setTimeout(() => send(), REST);
  };

  // What this browser kept while it could not be sent. Somebody may have saved the page elsewhere since: then that holds.
  try {
    const kept = JSON.parse(localStorage.getItem(here) ?? "null");
    if (kept && kept.seen === seen && !shared && !form.querySelector("[aria-invalid=true]")) fill(form, kept.pairs);
    else forget();
  } catch { /* no store, or not ours */ }
  changed();

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    leaving = true; // the page itself is on its way now, and knows more than an answer that comes late
    clearTimeout(timer);
    asking?.abort();
    remember(JSON.stringify(typed(form)), true);
  });
  window.addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send(true));
  window.addEventListener("pagehide", () => send(true));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
}
