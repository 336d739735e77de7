// The line of the certificate as it is being typed, and how a Cyrillic name is usually written in passports. The table comes with the page.

const LATIN = /^\p{Script=Latin}$/u;
const LETTER = /\p{L}/u;

function proposed(name, letters) {
  if (!name.trim()) return "";
  const signs = [...name.normalize("NFC")];
  if (!signs.some((sign) => LETTER.test(sign)) || signs.some((sign) => LETTER.test(sign) && !(sign.toLowerCase() in letters))) return "";
  const word = (text) => {
    const loud = text === text.toUpperCase() && [...text].filter((sign) => LETTER.test(sign)).length > 1;
    return [...text].map((sign) => {
      const written = letters[sign.toLowerCase()] ?? sign;
      if (!LETTER.test(sign) || sign === sign.toLowerCase()) return written;
      return loud ? written.toUpperCase() : written.charAt(0).toUpperCase() + written.slice(1);
    }).join("");
  };
  return name.trim().split(/\s+/).map(word).join(" ");
}

export default function latin(box) {
  const from = document.getElementById(box.dataset.from);
  const input = box.querySelector("input");
  const letters = JSON.parse(box.dataset.letters);
  const find = (name) => box.querySelector(`[data-${name}]`);
  const take = find("take");

  function draw() {
    const name = input.value.trim().replace(/\s+/g, " ");
    const proposal = proposed(from.value, letters);
    find("proposal").textContent = proposal;
    find("propose").hidden = !proposal || proposal === name;
    find("name").textContent = name;
    find("line").hidden = !name;
    find("foreign").hidden = !name || [...name].every((sign) => !LETTER.test(sign) || LATIN.test(sign));
    find("long").hidden = [...name].length <= Number(box.dataset.holds);
  }

  take.hidden = false;
  take.addEventListener("click", () => {
    input.value = find("proposal").textContent;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
  from.addEventListener("input", draw);
  input.addEventListener("input", draw);
  draw();
}
