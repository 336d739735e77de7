// The summary of what is wrong takes the focus, and its links lead into the field, not only to it.

export default function errors(box) {
  box.focus();
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const control = target?.matches("fieldset") ? target.querySelector("input, select, textarea") : target;
    if (!control) return;
    event.preventDefault();
    (control.closest("fieldset, .field") ?? control).scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
}
