// <div data-behaviour="chosen" data-if="medium other">: belongs to one answer of the question above, so it is shown with that answer.

export default function chosen(part) {
  const form = part.closest("form");
  const [name, value] = part.dataset.if.split(" ");

  const fit = () => {
    part.hidden = form.elements[name].value !== value;
  };

  form.addEventListener("change", fit);
  fit();
}
