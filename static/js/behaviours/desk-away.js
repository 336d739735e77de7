// The desk is done with: what it kept in this browser goes, except marks that still wait to be sent.
// On a page (data-place: the place that was signed off) at once; on the form that signs out when it is sent.

import { Offline } from "../desk/offline.js";
import { Store } from "../desk/store.js";

function wipe(place = "") {
  Store.tidy({ only: place });
  return Offline.wipe(place);
}

export default function away(element) {
  if (element.matches("form")) element.addEventListener("submit", () => wipe());
  else wipe(element.dataset.place);
}
