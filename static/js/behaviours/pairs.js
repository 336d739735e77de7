// Two at a time by keys: left, right, equal; only upon pictures that can be seen. One that does not come is asked for again.

const PAUSES = [2000, 5000, 15_000];

export default function pairs(form) {
  const said = form.querySelector("[data-said]");
  const button = form.querySelector("[data-again]");
  const pictures = [...form.querySelectorAll(".pane-view img")];
  let ready = false;
  let sent = false;
  let tries = 0;
  let timer = 0;

  const say = (words) => {
    said.textContent = words;
    said.removeAttribute("data-hint");
  };

  /** Ask for the pictures that did not come once more; what the browser remembers of them is the failure. */
  function again(byHand = true) {
    clearTimeout(timer);
    if (ready) return;
    if (byHand) tries = 0;
    button.hidden = true;
    say(form.dataset.wait);
    for (const picture of pictures) {
      if (picture.complete && picture.naturalWidth) continue;
      const { srcset, src } = picture;
      picture.srcset = picture.src = "";
      picture.srcset = srcset;
      picture.src = src;
    }
    look();
  }

  async function look() {
    try {
      if (pictures.length < 2) throw new TypeError("no picture");
      await Promise.all(pictures.map((picture) => picture.decode()));
      ready = true;
      if (tries || !said.hasAttribute("data-hint")) say("");
      form.toggleAttribute("data-live", true);
    } catch {
      say(form.dataset.failed);
      button.hidden = pictures.length < 2;
      if (pictures.length === 2 && tries < PAUSES.length) timer = setTimeout(again, PAUSES[tries++], false);
    }
  }

  button.addEventListener("click", () => again());
  addEventListener("online", () => again());
  look();

  form.addEventListener("submit", (event) => {
    if (!ready || sent) event.preventDefault();
    if (ready) sent = true;
    else if (button.hidden && pictures.length === 2) say(form.dataset.wait);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  document.addEventListener("keydown", (event) => {
    if (form.dataset.keys === "off" || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const act = { ArrowLeft: "left", ArrowRight: "right", Equal: "even", NumpadEqual: "even" }[event.code];
    if (!act) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(`[name=act][value=${act}]`));
  });
}
