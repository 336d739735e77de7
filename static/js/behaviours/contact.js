// The contact sheet with scripts: works fill their rows, their size is a matter of taste, and a digit marks the work that has the focus.

import { Acts, fill, stepOf } from "../views/acts.js";

export default function contact(form) {
  rows(form);
  size(form);
  comingBack(form);
  marking(form);
}

function rows(form) {
  for (const work of form.querySelectorAll(".contact-work")) {
    const picture = work.querySelector("img");
    const ratio = picture ? picture.width / picture.height : 1;
    work.style.setProperty("--ratio", String(Math.min(Math.max(Number.isFinite(ratio) ? ratio : 1, 0.55), 3)));
  }
  form.toggleAttribute("data-justified", true);
}

function size(form) {
  const box = document.querySelector("[data-size]");
  if (!box) return;
  const slider = box.querySelector("input");
  const kept = (() => { try { return localStorage; } catch { return {}; } })();
  const show = () => form.style.setProperty("--row", `${slider.value}px`);
  slider.value = kept["sheet-size"] ?? slider.value;
  box.hidden = false;
  show();
  slider.addEventListener("input", show);
  slider.addEventListener("change", () => { kept["sheet-size"] = slider.value; });
}

/** Whoever comes back from a work finds the place where they left. */
function comingBack(form) {
  const key = `sheet:${form.dataset.round}`;
  form.addEventListener("click", (event) => {
    const work = event.target.closest("a.contact-picture")?.closest(".contact-work");
    if (work) sessionStorage.setItem(key, work.dataset.code);
  });
  const find = () => {
    const code = location.hash.startsWith("#w-") ? location.hash.slice(3) : sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    const link = code && document.getElementById(`w-${code}`)?.querySelector("a.contact-picture");
    if (!link) return;
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center" });
  };
  find();
  addEventListener("pageshow", (event) => event.persisted && find());
}

function marking(form) {
  const said = form.querySelector("[data-said]");
  const select = form.querySelector("select[name=mark]");
  if (!select || !form.dataset.acts) return;
  const options = [...select.options].slice(1);
  const values = options.map((option) => option.dataset.value);
  const label = (code) => document.getElementById(`w-${code}`).dataset.label;
  const say = (words) => {
    said.textContent = words;
    said.removeAttribute("data-hint");
  };
  const acts = new Acts(form, (kind, value) => {
    if (kind === "now") {
      const version = form.elements[`version_${value.code}`];
      if (version) version.value = value.version;
      put(value.code, value.marks[0]);
    }
    if (kind === "refused" || kind === "closed") {
      say(kind === "closed" ? value : value.words);
    }
    if (kind === "state" && value !== "saved" && value !== "saving") {
      say({ offline: form.dataset.offline, signedOut: form.dataset.signedOut }[value] ?? value);
    }
  });

  /** The work shows its mark and moves to the group it belongs to, if that is on this page; the focus goes with it. */
  function put(code, step) {
    const work = document.getElementById(`w-${code}`);
    const chip = work?.querySelector("[data-mark]");
    const words = step === null ? "" : options[step].textContent;
    if (!chip || chip.textContent === words) return;
    chip.textContent = words;
    work.toggleAttribute("data-new", true);
    const share = groupOf(step);
    const to = share && form.querySelector(`[data-group="${share}"] ul`);
    if (to && to !== work.parentElement) {
      const held = work.contains(document.activeElement) ? document.activeElement : null;
      count(work.closest("[data-group]").dataset.group, -1);
      count(share, 1);
      to.prepend(work);
      to.closest("[data-group]").querySelector(".contact-none")?.remove();
      held?.focus({ preventScroll: true });
      work.scrollIntoView({ block: "nearest" });
    }
  }

  /** Groups are in the navigation in the order of the marks, best first. */
  function groupOf(step) {
    const links = [...document.querySelectorAll("[data-jump]")].filter((link) => /^\d+$/.test(link.dataset.jump));
    return step === null ? null : links[values.length - 1 - step]?.dataset.jump;
  }

  function count(key, by) {
    const cell = document.querySelector(`[data-jump="${key}"] [data-count]`);
    const shown = form.querySelector(`[data-group="${key}"] .contact-count`);
    const change = (text) => text.replace(/\d+/, (n) => String(Number(n) + by));
    if (cell) cell.textContent = change(cell.textContent);
    if (shown) shown.textContent = change(shown.textContent);
  }

  form.addEventListener("keydown", (event) => {
    const work = event.target.closest(".contact-work");
    const step = work && event.target.closest("a, input[type=checkbox]") ? stepOf(event, values) : null;
    if (step === null || step === undefined || !work) return;
    event.preventDefault();
    const code = work.dataset.code;
    const picture = work.querySelector("img");
    if (picture && !picture.complete) return;
    put(code, step);
    say(fill(form.dataset.now, { work: label(code), mark: options[step].textContent }));
    acts.mark(code, 1, step);
  });
}
