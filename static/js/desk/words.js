// What the desk says: written in the page, in its language; {x} is filled in.

const FORMS = { one: 0, few: 1, many: 2 };

export function readWords(template) {
  const lang = document.documentElement.lang;
  const rules = new Intl.PluralRules(lang);
  const said = new Map();
  for (const each of template.content.querySelectorAll("[data-w]")) {
    said.set(each.dataset.w, [...(said.get(each.dataset.w) ?? []), each.textContent]);
  }
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  const among = (forms, n) => fill(forms[FORMS[rules.select(n)] ?? 2], { n: new Intl.NumberFormat(lang).format(n) });
  return {
    lang,
    among,
    label: (code, round) => fill(template.dataset.label, { code: `${round}${code}` }),
    say: (key, values = {}) => fill(said.get(key)?.[0] ?? "", values),
    count: (key, n) => among(said.get(key), n),
    nth: (key, n) => said.get(key)[n],
  };
}
