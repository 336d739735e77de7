// Shows the Copy button of copyable() and copies its line.

export default function copy(box) {
  const field = box.querySelector("input, textarea, code");
  const button = box.querySelector("button");
  const words = button.querySelector("span");
  const said = box.querySelector("[role=status]");
  const before = words.textContent;
  const text = () => field.value ?? field.textContent;

  field.addEventListener("focus", () => field.select?.());
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      field.select?.(); // no permission, or no secure connection: leave it selected for the person's own keys
      if (!document.execCommand("copy")) return;
    }
    words.textContent = box.dataset.done;
    said.textContent = box.dataset.done;
    setTimeout(() => {
      words.textContent = before;
      said.textContent = "";
    }, 4000);
  });
}
