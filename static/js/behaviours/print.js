// Shows a Print button where there is something that can print.

export default function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
