// An order of few works: a move is saved at once and the page stays where it is. Moves are sent one after the other, each upon the order
// that the one before has left. Dragging is an extra, the buttons do the same.

import { fill } from "../views/acts.js";

export default function rank(root) {
  const lists = { ranked: root.querySelector("[data-list=ranked]"), pool: root.querySelector("[data-list=pool]") };
  const said = root.querySelector("[data-said]");
  const refused = root.querySelector("[data-refused]");
  const label = (work) => work.querySelector("h3").textContent;
  let moves = []; // `{ form, act, to }`, the first is on its way
  let busy = false;

  /** `to` is the place as it was typed or dropped; up and down go from wherever the work stands when their turn comes. */
  function move(form, act, to) {
    refused.hidden = true;
    moves.push({ form, act, to });
    if (!busy) work();
  }

  async function work() {
    busy = true;
    while (moves.length && (await send(moves[0]))) moves.shift();
    busy = false;
  }

  function spoken({ form, act, to }) {
    const data = new FormData(form); // its version and place are those of the order as it is now
    data.set("act", act);
    if (to !== undefined) data.set("to", to);
    return data;
  }

  async function send(one) {
    let answer;
    let told = null;
    try {
      answer = await fetch(one.form.action, { method: "POST", body: spoken(one), headers: { Accept: "application/json" }, redirect: "manual" });
      told = await answer.json();
    } catch { /* no line, or not our server */ }
    if (told && (answer.status === 401 || answer.status === 404)) return anew();
    if (told?.ranked) show(told, one.form.closest(".rank-work"));
    if (told?.ranked && answer.ok) return true;
    say(told?.error || (answer?.status >= 500 ? root.dataset.trouble : root.dataset.offline), true);
    if (told && answer.status === 422) moves.shift(); // there is no such place: nothing to be tried again
    offer(Boolean(told?.ranked));
    return false;
  }

  /** What did not go through is not forgotten: the judge looks at the order as it is and does it all the same, or lets it be. */
  function offer(seen) {
    if (!moves.length) return;
    refused.hidden = false;
    refused.querySelector("[data-what]").textContent = moves.map(({ form, act, to }) => {
      const does = root.dataset[{ to: "tryTo", up: "tryUp", down: "tryDown", out: "tryOut" }[act]];
      return fill(does, { work: label(form.closest(".rank-work")), place: to });
    }).join(" · ");
    refused.querySelector("[data-do=again] span").textContent = seen ? root.dataset.anyway : root.dataset.again;
  }

  refused.addEventListener("click", ({ target }) => {
    const does = target.closest("[data-do]")?.dataset.do;
    if (!does || busy) return;
    refused.hidden = true;
    if (does === "again") return work();
    moves = [];
    say("");
  });

  function anew() {
    moves = [];
    location.reload();
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
      if (!form.dataset.typed) form.elements.to.value = place || ranked.length + 1;
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
    const way = Boolean(document.querySelector(".views-actions a"));
    const others = [...ranked, ...pool].some((code) => !works.has(code)); // works that came meanwhile
    if (moves.length < 2 && !error && (others || (pool.length === 0) !== way)) anew(); // the way to signing off comes or goes
  }

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const { target: form, submitter } = event;
    const act = submitter?.value ?? "to";
    delete form.dataset.typed;
    move(form, act, act === "to" ? form.elements.to.value : undefined);
  });

  root.addEventListener("input", ({ target }) => { target.form.dataset.typed = "yes"; }); // an answer does not write over it
  addEventListener("beforeunload", (event) => { if (moves.length) event.preventDefault(); });

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
    const { work, after, list } = over(event);
    const was = Number(form.elements.place.value) || 0;
    let to = work ? Number(work.querySelector("[name=place]").value) + (after ? 1 : 0) : lists.ranked.children.length + 1;
    if (was && to > was) to -= 1;
    if (!work && list === lists.pool) {
      if (was) move(form, "out");
    } else if (to !== was) move(form, "to", String(to));
  });
}
