// An order of few works: a move is saved at once and the page stays where it is. Dragging is an extra, the buttons do the same.

import { fill } from "../views/acts.js";

export default function rank(root) {
  const lists = { ranked: root.querySelector("[data-list=ranked]"), pool: root.querySelector("[data-list=pool]") };
  const said = root.querySelector("[data-said]");
  const label = (work) => work.querySelector("h3").textContent;
  let busy = false;

  async function send(form, data) {
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 404) return location.reload();
      const told = await answer.json();
      if (told.ranked) show(told, form.closest(".rank-work"));
      if (told.error) say(told.error, true);
    } catch {
      say(root.dataset.offline, true);
    } finally {
      busy = false;
    }
  }

  /** Said to everybody who listens; shown too when something went wrong. */
  function say(words, bad = false) {
    said.textContent = words;
    said.classList.toggle("visually-hidden", !bad);
  }

  /** The order as the server keeps it; the focus stays on the button that was pressed. */
  function show({ version, ranked, pool, error }, moved) {
    const held = document.activeElement;
    const works = new Map([...root.querySelectorAll(".rank-work")].map((work) => [work.dataset.code, work]));
    lists.ranked.append(...ranked.map((code) => works.get(code)).filter(Boolean));
    lists.pool.append(...pool.map((code) => works.get(code)).filter(Boolean));
    for (const [code, work] of works) {
      const place = ranked.indexOf(code) + 1;
      const form = work.querySelector("form");
      form.elements.version.value = version;
      form.elements.place.value = place || "";
      form.elements.to.value = place || ranked.length + 1;
      work.querySelector("[data-place]").textContent = place || "";
      work.querySelector("[data-ranked]").hidden = !place;
      work.querySelector("[value=up]").disabled = place === 1;
      work.querySelector("[value=down]").disabled = place === ranked.length;
      work.toggleAttribute("data-moved", work === moved && !error);
    }
    for (const list of Object.values(lists)) list.previousElementSibling.hidden = list.children.length > 0;
    const count = document.querySelector("[data-progress]");
    count.textContent = count.textContent.replace(/\d+/, String(ranked.length));
    const place = ranked.indexOf(moved.dataset.code) + 1;
    say(fill(place ? root.dataset.moved : root.dataset.out, { work: label(moved), place }));
    (held?.isConnected && !held.disabled && held.offsetParent ? held : moved.querySelector("input[name=to]")).focus({ preventScroll: true });
    moved.scrollIntoView({ block: "nearest" });
    if ((pool.length === 0) !== Boolean(document.querySelector(".views-actions a"))) location.reload(); // the way to signing off comes or goes
  }

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, new FormData(event.target, event.submitter));
  });

  // ── dragging ──

  let dragged = null;
  for (const work of root.querySelectorAll(".rank-work")) if (work.querySelector("form")) work.draggable = true;
  const over = (event) => {
    const work = event.target.closest("[data-list=ranked] .rank-work");
    if (!work) return { list: event.target.closest(".rank-list")?.querySelector("[data-list]") };
    const box = work.getBoundingClientRect();
    return { work, after: event.clientY > box.top + box.height / 2 };
  };
  const clear = () => { for (const each of root.querySelectorAll("[data-over]")) each.removeAttribute("data-over"); };
  root.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".rank-work");
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  root.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    clear();
    const { work, after } = over(event);
    if (work) work.dataset.over = after ? "after" : "before";
  });
  root.addEventListener("dragend", () => { dragged = null; clear(); });
  root.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    clear();
    const form = dragged.querySelector("form");
    const data = new FormData(form);
    const { work, after, list } = over(event);
    const was = Number(form.elements.place.value) || 0;
    let to = work ? Number(work.querySelector("[name=place]").value) + (after ? 1 : 0) : lists.ranked.children.length + 1;
    if (was && to > was) to -= 1;
    data.set("act", !work && list === lists.pool ? "out" : "to");
    data.set("to", String(to));
    if (data.get("act") === "out" ? was : to !== was) send(form, data);
  });
}
