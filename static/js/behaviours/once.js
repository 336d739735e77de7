// <form data-behaviour="once" data-sending="…">: a second press of the button sends nothing again.

export default function once(form) {
  let sent = false;
  let restore = () => {};

  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    const button = event.submitter;
    if (!button) return;
    const words = button.querySelector("span") ?? button;
    const before = words.textContent;
    button.setAttribute("aria-disabled", "true"); // not disabled: its name and value must travel, focus must stay
    if (form.dataset.sending) words.textContent = form.dataset.sending;
    restore = () => {
      button.removeAttribute("aria-disabled");
      words.textContent = before;
    };
  });

  // The page may come back from the browser's memory by the Back button, or the answer may be a download.
  const again = () => {
    sent = false;
    restore();
  };
  window.addEventListener("pageshow", (event) => event.persisted && again());
  form.addEventListener("once:again", again);
}
