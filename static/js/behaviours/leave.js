// The button that leaves a computer: nothing of any entry stays in this browser.

import { letGo } from "./saved.js";

export default function leave(form) {
  form.addEventListener("submit", () => letGo(true));
}
