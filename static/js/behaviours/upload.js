// <form data-behaviour="upload" data-begin="…"> with one file field: the photo is on its way as soon as it is chosen.
// Without this the form sends it whole; where this fails for a reason nobody foresaw, the form's own button comes back.

import { Sending } from "../parts.js";
import { show, speaker } from "../show-upload.js";

export default function upload(form) {
  const input = form.querySelector("input[type=file]");
  const box = form.querySelector("[data-upload]");
  const plain = form.querySelector("[data-plain]");
  const waiting = document.querySelector("[data-waiting]");
  const thumb = box.querySelector("[data-thumb]");
  let sending = null;
  let speak = null;

  const warn = (event) => event.preventDefault();
  const described = input.getAttribute("aria-describedby") ?? "";

  function changed(now) {
    if (now !== sending) return; // an earlier choice
    show(box, now);
    speak(now);
    window[now.moving ? "addEventListener" : "removeEventListener"]("beforeunload", warn);
    const refused = now.state === "refused";
    plain.hidden = !(refused && now.reason === "failed");
    if (refused) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", refused ? `${described} ${box.querySelector("[data-error]").id}`.trim() : described);
    if (now.state === "ready") location.assign(now.next);
  }

  function clear() {
    if (thumb.src) URL.revokeObjectURL(thumb.src);
    thumb.removeAttribute("src");
    thumb.hidden = true;
    box.hidden = true;
    plain.hidden = true;
    window.removeEventListener("beforeunload", warn);
  }

  function chosen() {
    const [file] = input.files;
    sending?.pause();
    sending = null;
    clear();
    if (!file) return;
    if (waiting) waiting.hidden = true;
    for (const old of document.querySelectorAll(".error-summary, .field-error:not([data-error])")) old.remove(); // about the choice before
    form.querySelector(".field-wrong")?.classList.remove("field-wrong");
    box.hidden = false;
    box.querySelector("[data-name]").textContent = file.name;
    thumb.src = URL.createObjectURL(file);
    sending = new Sending(file, { begin: form.dataset.begin, token: form.elements.csrf_token?.value ?? "", changed });
    speak = speaker(box.querySelector("[role=status]"), box);
    sending.go();
  }

  const acts = {
    pause: () => sending.pause(),
    resume: () => sending.go(),
    retry: () => sending.go(),
    cancel: () => {
      sending.cancel();
      sending = null;
      input.value = "";
      clear();
      input.focus();
    },
  };

  thumb.addEventListener("load", () => { thumb.hidden = false; }); // what this browser cannot show is not shown
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && sending) acts[button.dataset.act]();
  });
  input.addEventListener("change", chosen);
  form.addEventListener("submit", (event) => {
    if (sending?.moving) event.preventDefault();
  }, { capture: true });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = null;
    input.value = "";
    clear();
  });

  plain.hidden = true;
  if (waiting) waiting.hidden = false;
  const [arrived] = performance.getEntriesByType("navigation");
  if (input.files.length && arrived?.type !== "back_forward") chosen(); // chosen before this was loaded, or kept over a reload
}
