// A long <select> as a field to type into (the WAI-ARIA combobox pattern: a listbox whose proposals change, focus staying in the field).
// The select stays in the form and is what is sent. Proposals fit the name in any language, or the country; schools and the closing day of
// a region are fetched when it is chosen.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC").trim();
const words = (text) => fold(text).split(/[\s,·]+/).filter(Boolean);

function made(tag, given, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

export default function suggest(box) {
  const select = box.querySelector("select");
  const groups = JSON.parse(box.dataset.groups);
  const { id } = select;
  const label = box.querySelector(`label[for="${id}"]`);
  const status = made("p", { class: "visually-hidden", role: "status" });
  const list = made("div", { class: "suggest-list", role: "listbox", id: `${id}-proposals`, "aria-label": label.textContent.trim(), hidden: "" });
  const input = made("input", {
    class: `${select.className} suggest-input`, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, placeholder: "",
  });
  const hint = made("p", { class: "field-hint", id: `${id}-how` }, box.dataset.sayHint);
  let active = null;
  let shown = [];

  // What there is to propose, once for all: the words it is found by, and its place in the list.
  const known = [...select.options].filter((option) => option.value).map((option, n) => {
    const country = option.parentElement.label ?? "";
    const text = fold([option.text, option.dataset.names ?? "", country, groups[country] ?? ""].join(" "));
    const row = made("div", { role: "option", id: `${id}-proposal-${n}`, class: "suggest-option", "aria-selected": "false" }, option.text);
    row.dataset.value = option.value;
    return { option, country, text, row };
  });

  const chosen = () => known.find((each) => each.option.value === select.value);

  function mark(each) {
    active?.row.classList.remove("is-active");
    active = each ?? null;
    if (!active) return input.removeAttribute("aria-activedescendant");
    active.row.classList.add("is-active");
    input.setAttribute("aria-activedescendant", active.row.id);
    active.row.scrollIntoView({ block: "nearest" });
  }

  function draw(typed) {
    const wanted = words(typed);
    shown = known.filter((each) => wanted.every((word) => each.text.includes(word)));
    list.replaceChildren();
    let group = null;
    for (const each of shown) {
      if (group?.dataset.country !== each.country) {
        const head = made("div", { class: "suggest-country", id: `${id}-${list.children.length}`, role: "presentation" }, each.country);
        group = made("div", { role: "group", "aria-labelledby": head.id }, head);
        group.dataset.country = each.country;
        list.append(group);
      }
      each.row.setAttribute("aria-selected", String(each.option.value === select.value));
      group.append(each.row);
    }
    if (!shown.length) list.append(made("p", { class: "suggest-none", role: "presentation" }, box.dataset.sayNone));
    status.textContent = shown.length ? box.dataset.sayFound.replace("{count}", shown.length) : box.dataset.sayNone;
    mark(null);
  }

  function open(typed = "") {
    draw(typed);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const here = typed ? null : chosen();
    here?.row.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(null);
  }

  function choose(each) {
    const before = select.value;
    select.value = each ? each.option.value : "";
    input.value = each ? each.option.text : input.value;
    close();
    if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What stands in the field when it is left: one region, nothing, or words that name none. */
  function settle() {
    const typed = input.value;
    const now = chosen();
    if (now && typed === now.option.text) return close();
    const exact = known.filter((each) => fold(each.option.text) === fold(typed));
    const fitting = exact.length ? exact : words(typed).length ? known.filter((each) => words(typed).every((word) => each.text.includes(word))) : [];
    choose(fitting.length === 1 ? fitting[0] : null);
  }

  function step(by) {
    if (list.hidden) open();
    if (!shown.length) return;
    const from = active ? shown.indexOf(active) : by > 0 ? -1 : 0;
    mark(shown[(from + by + shown.length) % shown.length]);
  }

  const keys = {
    ArrowDown: (event) => (event.altKey ? open(input.value === chosen()?.option.text ? "" : input.value) : step(1)),
    ArrowUp: (event) => (event.altKey ? close() : step(-1)),
    Enter: () => (list.hidden ? false : active ? choose(active) : settle()),
    Escape: () => {
      if (list.hidden) {
        input.value = "";
        return choose(null);
      }
      input.value = chosen()?.option.text ?? input.value;
      return close();
    },
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the keys belong to the input method
    if (event.key === "Tab" && active) choose(active);
    const act = keys[event.key];
    if (act && act(event) !== false) event.preventDefault();
  });
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("focus", () => {
    open();
    input.select();
  });
  input.addEventListener("click", () => list.hidden && open());
  input.addEventListener("blur", settle);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) choose(known.find((each) => each.row === row));
  });

  // The line with the closing day comes and goes above the button: never while that is being pressed, or it would slip from under the finger.
  let pressing = false;
  document.addEventListener("pointerdown", () => { pressing = true; }, true);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { pressing = false; }, true);
  const released = () => pressing && new Promise((go) => {
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(go), { once: true });
  });

  async function ask() {
    const closing = box.querySelector("[data-closing]");
    const schools = document.getElementById("schools");
    await released();
    if (!select.value) {
      closing.hidden = true;
      return schools.replaceChildren();
    }
    const wanted = select.value;
    try {
      const answer = await fetch(`${box.dataset.schools}?government=${wanted}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || wanted !== select.value) return;
      const said = await answer.json();
      await released();
      schools.replaceChildren(...said.schools.map((name) => made("option", { value: name })));
      closing.querySelector("[data-when]").textContent = said.closing;
      closing.hidden = !said.closing;
    } catch { /* the line is down: the page says it again when it is saved */ }
  }

  select.addEventListener("change", () => {
    if (document.activeElement !== input) input.value = chosen()?.option.text ?? ""; // changed by something else than this field
    ask();
  });

  // The field takes the select's place: its label, its hint and error, and what links of the error summary lead to.
  select.id = `${id}-plain`;
  select.hidden = true;
  input.id = id;
  input.value = chosen()?.option.text ?? "";
  const described = [select.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" ");
  input.setAttribute("aria-describedby", described);
  if (select.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
  const wrap = made("div", { class: "suggest" }, input, list);
  (box.querySelector(".field-error") ?? select).before(hint); // how to answer first, then what is wrong with the answer
  select.before(wrap);
  wrap.after(status);
}
