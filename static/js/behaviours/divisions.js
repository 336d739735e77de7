// <div data-behaviour="divisions" data-asked="3:required 4:off">: asked only of works in some divisions, so shown when one of them is chosen.
// What is hidden is not sent either; it comes back as it was when the division is changed back.

export default function divisions(part) {
  const form = part.closest("form");
  const asked = new Map(part.dataset.asked.split(" ").map((pair) => pair.split(":")));

  function fit() {
    const how = asked.get(form.elements.division_id?.value ?? "");
    part.hidden = how === "off";
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = part.hidden;
    for (const note of part.querySelectorAll("[data-only]")) note.hidden = how !== undefined;
    const optional = part.querySelector(".field-optional");
    if (optional) optional.hidden = how === "required";
  }

  form.addEventListener("change", (event) => event.target.name === "division_id" && fit());
  fit();
}
