// On every page of a judge's round: how it is with saving, and what waits. Here too it is sent, and nobody signs off over it.

import { line, troubles } from "../desk/saving.js";
import { notices } from "../desk/notices.js";
import { waitingRoom } from "../views/acts.js";

export default function waiting(root) {
  const room = waitingRoom();
  const { store, queue, words } = room;
  const state = root.querySelector("[data-state]");
  const news = root.querySelector("[data-news]");
  const form = document.querySelector("form[data-after-waiting]");
  const overview = !document.querySelector("[data-behaviour~=contact], [data-behaviour~=compare]");
  const label = (code) => root.dataset.label.replace("{code}", code);
  const spoken = (act) => act.said ?? label(act.code);
  let sent = false;
  let held = false;
  let closed = "";

  function show() {
    const all = troubles(store, queue, words, spoken);
    if (queue) {
      const [text, trouble] = line(queue, words);
      if (state.textContent !== text) state.textContent = text;
      state.toggleAttribute("data-trouble", trouble);
      state.hidden = false;
    } else if (store.acts().length) all.push(left());
    if (closed && !store.refused().some((each) => each.words === closed)) all.push({ kind: "warn", text: closed });
    if (form && queue?.waiting) all.push({ kind: "info", text: words.say("hold") });
    notices(news, all);
    if (held !== Boolean(queue?.waiting)) hold(!held);
  }

  /** The button that signs off: not disabled, for whoever presses it is told why. */
  function hold(yes) {
    held = yes;
    const button = form?.querySelector("button[type=submit]");
    if (yes) button?.setAttribute("aria-disabled", "true");
    else button?.removeAttribute("aria-disabled");
  }

  /** Signed off, and something never left this browser. */
  function left() {
    const acts = store.acts(true);
    const open = "open" in root.dataset;
    return {
      kind: "warn", text: [words.count("leftHere", acts.length), words.say(open ? "leftOpen" : "leftClosed")], list: acts.map(spoken),
      buttons: [[words.say("letGo"), "letGo"]], links: open && root.dataset.signOff ? [[words.say("signOffLink"), root.dataset.signOff]] : [],
    }; // prettier-ignore
  }

  room.listen((kind, value) => {
    if (kind === "answer" && value.acts?.length) sent = true;
    if (kind === "answer") closed = "";
    if (kind === "closed") closed = value.words;
    if (sent && overview && !queue.waiting && !queue.trouble) return location.reload(); // its figures are of before
    show();
  });

  const acts = {
    forgive: () => store.forgive(),
    letGo: () => { for (const act of store.acts(true)) store.done(act); },
    resend: () => {
      store.resend();
      queue?.hurry();
    },
  }; // prettier-ignore
  news.addEventListener("click", ({ target }) => {
    acts[target.closest("[data-do]")?.dataset.do]?.();
    show();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form || !queue?.waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    queue.hurry();
    show();
    news.scrollIntoView({ block: "nearest" });
  }, true); // prettier-ignore
  addEventListener("pageshow", (event) => event.persisted && navigator.onLine && location.reload());
  show();
}
