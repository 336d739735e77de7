// Adds the reader's own time to a moment, if the clock there shows something else.

const clock = (zone, instant) =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(instant); // 2026-09-25 18:00

function words(zone, instant, language) {
  const known = Intl.DateTimeFormat.supportedLocalesOf([language]).length > 0;
  if (!known) return clock(zone, instant); // some browsers carry no Mongolian: then the plain ISO form
  const spoken = language === "en" ? "en-GB" : language; // the day before the month, as the server writes it
  return new Intl.DateTimeFormat(spoken, { timeZone: zone, dateStyle: "long", timeStyle: "short", hourCycle: "h23" }).format(instant);
}

export default function localTime(box) {
  const instant = new Date(box.querySelector("time").dateTime);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!own || Number.isNaN(instant.valueOf())) return;
  const here = clock(own, instant);
  if (box.dataset.zones.split(" ").some((zone) => clock(zone, instant) === here)) return;
  const language = box.closest("[lang]").lang;
  const sameDay = here.slice(0, 10) === clock(box.dataset.zones.split(" ")[0], instant).slice(0, 10);
  const moment = sameDay ? here.slice(11) : words(own, instant, language);
  const line = document.createElement("span");
  line.className = "when-other";
  line.textContent = box.dataset.yours.replace("{moment}", moment);
  box.append(" ", line);
}
