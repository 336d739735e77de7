// Two at a time by keys: left, right, equal; only upon pictures that can be seen.

export default function pairs(form) {
  const said = form.querySelector("[data-said]");
  const pictures = [...form.querySelectorAll("img")];
  let ready = pictures.length === 0;
  let sent = false;
  Promise.all(pictures.map((picture) => picture.decode())).then(() => {
    ready = true;
    form.toggleAttribute("data-live", true);
  }, () => { /* nobody decides what cannot be seen */ });

  form.addEventListener("submit", (event) => {
    if (!ready || sent) event.preventDefault();
    if (ready) sent = true;
    else {
      said.textContent = form.dataset.wait;
      said.removeAttribute("data-hint");
    }
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const act = { ArrowLeft: "left", ArrowRight: "right", Equal: "even", NumpadEqual: "even" }[event.code];
    if (!act) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(`[name=act][value=${act}]`));
  });
}
