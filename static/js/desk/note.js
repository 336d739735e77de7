// The note beside the marks: kept while one writes, when one stops, and when one goes.

const PAUSE = 1200;

export class Note {
  writing = false;
  #field;
  #keep;
  #timer = 0;

  /** `keep(text)` is told what is written; `left()` when Escape led out of it. */
  constructor(field, { keep, left }) {
    this.#field = field;
    this.#keep = keep;
    field.addEventListener("input", (event) => {
      clearTimeout(this.#timer);
      this.writing = true;
      if (!event.isComposing) this.#soon();
    });
    field.addEventListener("compositionend", () => this.#soon());
    field.addEventListener("blur", () => this.keep());
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      field.blur();
      left();
    });
  }

  #soon() { this.#timer = setTimeout(() => this.keep(), PAUSE); }

  open() {
    this.#field.closest("details").open = true;
    this.#field.focus();
  }

  /** What the note of the work that lies here is, unless it is being written. */
  show(text) {
    if (!this.writing) this.#field.value = text;
  }

  keep() {
    clearTimeout(this.#timer);
    if (!this.writing) return;
    this.writing = false;
    this.#keep(this.#field.value.replaceAll("\r\n", "\n").trim());
  }
}
