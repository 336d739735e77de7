// The line that says when the entry was saved: by the reader's own clock, where a script can read it.

export const saved = (line, instant) => {
  const time = line.querySelector("time");
  time.dateTime = instant.toISOString();
  time.textContent = line.dataset.saved.replace("{time}", instant.toTimeString().slice(0, 5));
};

/** Let go of what this browser kept of pages: those whose answers have arrived, or (`all`) every one. */
export function letGo(all = false) {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("enter "))) {
      const arrived = key !== `enter ${location.pathname}` && JSON.parse(localStorage.getItem(key)).sent;
      if (all || arrived) localStorage.removeItem(key);
    }
  } catch { /* no store, or not ours */ }
}

export default function start(line) {
  letGo();
  const instant = new Date(line.querySelector("time").dateTime);
  if (!Number.isNaN(instant.valueOf())) saved(line, instant);
}
