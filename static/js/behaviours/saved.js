// The line that says when the entry was saved: by the reader's own clock, where a script can read it.

export const saved = (line, instant) => {
  const time = line.querySelector("time");
  time.dateTime = instant.toISOString();
  time.textContent = line.dataset.saved.replace("{time}", instant.toTimeString().slice(0, 5));
};

export default function start(line) {
  const instant = new Date(line.querySelector("time").dateTime);
  if (!Number.isNaN(instant.valueOf())) saved(line, instant);
}
