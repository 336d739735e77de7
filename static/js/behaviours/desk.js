// The judge's desk with scripts. Without them its page shows one work and works the same, only slower.

import { open } from "../desk/app.js";

export default function desk(form) {
  open(form);
}
