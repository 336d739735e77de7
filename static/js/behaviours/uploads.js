// <section data-behaviour="uploads" data-begin="…" data-token="…" data-at-once="3">: many files, a few at a time.
// Each goes on where it stopped; what failed is tried again alone. Tells [data-behaviour=uploads] "uploads:ready" for each that arrived.

import { Sending } from "../parts.js";
import { fill, megabytes, say, show } from "../show-upload.js";

const QUIETLY = 30_000;
const failed = (each) => each.state === "refused" || each.state === "lost";
const worthwhile = (each) => each.state === "lost" || (each.state === "refused" && each.again); // a film stays a film

export default function uploads(section) {
  const input = section.querySelector("input[type=file]");
  const list = section.querySelector("[data-list]");
  const all = section.querySelector("[data-all]");
  const region = section.querySelector("[role=status]");
  const rows = new Map(); // sending: its line
  const atOnce = Number(section.dataset.atOnce ?? 3);
  let paused = false;
  let offline = false;
  let quarter = 0;
  let timer = 0;

  const warn = (event) => event.preventDefault();
  const those = (test) => [...rows.keys()].filter(test);

  function pump() {
    if (paused || offline) return;
    const free = atOnce - those((each) => each.moving).length;
    for (const each of those((one) => one.state === "waiting").slice(0, Math.max(0, free))) each.go();
  }

  function changed(sending) {
    const row = rows.get(sending);
    if (!row) return;
    show(row, sending);
    if (sending.state === "ready") section.dispatchEvent(new CustomEvent("uploads:ready", { detail: sending }));
    if (sending.state === "lost") rest(true);
    total();
    pump();
  }

  /** Without a line nothing more is begun; all go on together when it is back. */
  function rest(yes) {
    if (offline === yes) return;
    offline = yes;
    clearInterval(timer);
    if (yes) timer = setInterval(back, QUIETLY);
  }

  function back() {
    rest(false);
    again(those((each) => each.state === "lost"));
  }

  function again(some) {
    for (const each of some) {
      each.state = "waiting";
      changed(each);
    }
    pump();
  }

  function total() {
    const [each, ready, bad] = [those(() => true), those((one) => one.state === "ready"), those(failed)];
    const [sent, bytes] = ["sent", "total"].map((name) => each.reduce((sum, one) => sum + one[name], 0));
    const percent = bytes ? Math.floor((100 * sent) / bytes) : 0;
    const { dataset } = section;
    all.hidden = each.length === 0;
    all.querySelector("[data-bar]").value = percent;
    const values = { ready: ready.length, count: each.length, done: megabytes(sent), total: megabytes(bytes), failed: bad.length };
    const words = [fill(dataset.sayAll, values), bad.length ? fill(dataset.sayUnsent, values) : "", offline ? dataset.sayOffline : ""];
    all.querySelector("[data-words]").textContent = words.filter(Boolean).join(" ");
    const moving = each.some((one) => one.moving || one.state === "waiting");
    const [pause, resume, retry] = ["pause-all", "resume-all", "retry-failed"].map((name) => all.querySelector(`[data-act=${name}]`));
    pause.hidden = paused || !moving;
    resume.hidden = !paused;
    retry.hidden = paused || !bad.some(worthwhile);
    window[each.some((one) => one.moving) ? "addEventListener" : "removeEventListener"]("beforeunload", warn);
    const reached = Math.floor(percent / 25) * 25;
    if (reached > quarter || (each.length && ready.length + bad.length === each.length)) region.textContent = words.filter(Boolean).join(" ");
    quarter = reached;
  }

  function add(files) {
    for (const file of files) {
      const known = those((each) => each.file.name === file.name && each.total === file.size && each.file.lastModified === file.lastModified);
      if (known.length) continue; // chosen twice
      const row = section.querySelector("template").content.firstElementChild.cloneNode(true);
      row.querySelector("[data-name]").textContent = file.name;
      row.querySelector("[data-size]").textContent = fill(say(list, "size"), { total: megabytes(file.size) });
      for (const button of row.querySelectorAll("[data-act]")) button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`);
      const sending = new Sending(file, { begin: section.dataset.begin, token: section.dataset.token, changed, wakes: false });
      rows.set(sending, row);
      list.append(row);
      changed(sending);
    }
    input.value = "";
  }

  function remove(sending) {
    const row = rows.get(sending);
    const near = row.nextElementSibling ?? row.previousElementSibling;
    rows.delete(sending);
    if (sending.state !== "ready") sending.cancel();
    row.remove();
    (near?.querySelector("[data-act=remove]") ?? input).focus();
    total();
    pump();
  }

  const acts = {
    pause: (sending) => sending.pause(),
    resume: (sending) => again([sending]),
    retry: (sending) => { rest(false); again([sending]); },
    remove,
    "pause-all": () => {
      paused = true;
      for (const each of those((one) => one.moving)) each.pause();
      total();
      all.querySelector("[data-act=resume-all]").focus();
    },
    "resume-all": () => {
      paused = false;
      again(those((each) => each.state === "paused"));
      total();
      all.querySelector("[data-act=pause-all]").focus();
    },
    "retry-failed": () => {
      rest(false);
      again(those(worthwhile));
      input.focus();
    },
  };

  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const row = button.closest("[data-row]");
    acts[button.dataset.act](row ? [...rows].find(([, each]) => each === row)[0] : null);
  });
  input.addEventListener("change", () => add(input.files));
  section.addEventListener("dragover", (event) => event.preventDefault());
  section.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  window.addEventListener("online", back);
  if (input.files.length) add(input.files);
}
