// The judge's desk with scripts: marks are kept as they are pressed, keys mark, the next pictures are loaded ahead.
// Nothing is called saved before the server has said so; what it has not confirmed waits in this browser, also over a reload.

const PAUSES = [1000, 2000, 5000, 10000, 20000];

const held = (() => {
  try {
    localStorage["desk-here"] = "yes";
    return localStorage;
  } catch {
    return {}; // no storage in this browser: wait in memory
  }
})();

/** What waits, one entry per work and place on a panel: { body, version, stamp, tried }. */
function waitingRoom(place) {
  const prefix = `desk:${place}:`;
  const get = (url) => JSON.parse(held[prefix + url] ?? "null");
  return {
    get,
    put: (url, entry) => { held[prefix + url] = JSON.stringify(entry); },
    drop: (url, stamp) => { if (get(url)?.stamp === stamp) delete held[prefix + url]; },
    urls: () => Object.keys(held).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
  };
}

export default function desk(form) {
  const here = new URL(form.action).pathname;
  const room = waitingRoom(form.dataset.place);
  const said = form.querySelector("[data-state]");
  const scales = [...form.querySelectorAll("fieldset.scale")];
  const picture = document.querySelector(".desk-stage img");
  const version = form.elements.version;
  let current = Math.max(0, scales.findIndex((scale) => !scale.querySelector(":checked")));
  let sending = null;
  let failures = 0;
  let trouble = "";
  let ready = false;

  // ── what the page says ──

  function show() {
    const n = room.urls().length;
    const { saved, saving, unsaved } = form.dataset;
    said.textContent = n === 0 ? (trouble || saved) : failures || trouble ? `${unsaved.replace("{n}", n)} ${trouble}` : saving;
    said.toggleAttribute("data-trouble", Boolean(trouble) || (n > 0 && failures > 0));
  }

  function sum() {
    const shares = form.dataset.shares.split(" ").map(Number);
    const chosen = scales.map((scale) => scale.querySelector(":checked"));
    const under = Number(form.dataset.under);
    const over = chosen.reduce((total, radio, n) => total + (radio ? shares[n] * Number(radio.value) : 0), 0);
    const tenths = Math.floor((2000 * over + under) / (2 * under)); // rounded half up, as the server does
    const words = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1 }).format(tenths / 10);
    form.querySelector("[data-sum]").textContent = chosen.every(Boolean) ? form.dataset.total.replace("{n}", words) : "–";
  }

  function point(n) {
    current = Math.min(Math.max(n, 0), scales.length - 1);
    scales.forEach((scale, i) => scale.toggleAttribute("data-current", i === current));
  }

  // ── keeping ──

  function values() {
    const sheet = new FormData(form);
    return Object.fromEntries([...sheet.entries()].filter(([name]) => name.startsWith("mark_") || name === "note"));
  }

  function keep() {
    const body = values();
    const before = room.get(here);
    room.put(here, { body, version: version.value, stamp: `${Date.now()}-${Math.random()}`, tried: before?.tried });
    trouble = "";
    sum();
    show();
    send();
  }

  const same = (a, b) => Object.keys({ ...a, ...b }).every((name) => String(a?.[name] ?? "") === String(b?.[name] ?? ""));

  function take(stored, newest) {
    for (const radio of form.querySelectorAll("input[type=radio]")) radio.checked = String(stored[radio.name] ?? "") === radio.value;
    form.elements.note.value = stored.note;
    version.value = newest;
    sum();
  }

  /** One entry to the server. True when it may be forgotten or sent again at once. */
  async function deliver(url) {
    const entry = room.get(url);
    if (!entry) return true;
    room.put(url, { ...entry, tried: entry.body });
    const data = new URLSearchParams({ ...entry.body, version: entry.version, act: "keep", csrf_token: form.elements.csrf_token.value });
    const answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" }, keepalive: true });
    if (answer.status === 204) {
      const newest = answer.headers.get("Sheet-Version");
      if (url === here) version.value = newest;
      const now = room.get(url);
      if (now && now.stamp !== entry.stamp) room.put(url, { ...now, version: newest }); // pressed again meanwhile
      else room.drop(url, entry.stamp);
      return true;
    }
    const told = await answer.json();
    if (answer.status === 409 && told.stored && entry.tried && same(told.stored, entry.tried)) {
      room.put(url, { ...entry, version: String(told.version) }); // our own earlier marks, whose answer was lost
      return true;
    }
    trouble = answer.status === 401 ? form.dataset.signIn : (told.error ?? "");
    const refused = (answer.status === 409 && told.stored) || told.refused || answer.status === 404;
    if (!refused) return false;
    room.drop(url, entry.stamp);
    if (told.stored && url === here) take(told.stored, told.version);
    return true;
  }

  async function drain() {
    for (let urls = room.urls(); urls.length; urls = room.urls()) {
      show();
      if (!(await deliver(urls[0]))) return false;
    }
    return true;
  }

  function send() {
    sending ??= drain()
      .catch(() => false) // no connection
      .then((done) => {
        sending = null;
        failures = done ? 0 : failures + 1;
        show();
        if (!done) setTimeout(send, PAUSES[Math.min(failures, PAUSES.length) - 1]);
        else if (room.urls().length) send();
        return done;
      });
    return sending;
  }

  // ── forms and leaving ──

  let passed = null;
  document.addEventListener("submit", async (event) => {
    if (!room.urls().length || passed === event.target) return;
    event.preventDefault(); // first what waits, then the form: its answer is the server's last word
    const { target, submitter } = event;
    if (!(await send())) return;
    passed = target;
    target.requestSubmit(submitter);
  }, true);

  window.addEventListener("beforeunload", (event) => { if (failures && room.urls().length) event.preventDefault(); });
  window.addEventListener("online", send);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // ── pressing ──

  let typing;
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") point(scales.indexOf(event.target.closest("fieldset")));
    keep();
  });
  form.elements.note.addEventListener("input", (event) => {
    clearTimeout(typing);
    if (!event.isComposing) typing = setTimeout(keep, 1500);
  });
  form.addEventListener("focusin", (event) => {
    const scale = event.target.closest("fieldset.scale");
    if (scale) point(scales.indexOf(scale));
  });

  function mark(digit) {
    if (!ready) { said.textContent = form.dataset.wait; return; }
    const wanted = digit === "0" ? ["0", "10"] : [digit];
    const radios = [...scales[current].querySelectorAll("input[type=radio]")];
    const radio = radios.find((each) => wanted.includes(each.labels[0].textContent.trim()));
    if (!radio) return;
    const last = current === scales.length - 1;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    if (last) form.querySelector("[name=act][value=next]").focus();
    else choose(current + 1);
  }

  function choose(n) {
    point(n);
    (scales[current].querySelector(":checked") ?? scales[current].querySelector("input")).focus();
  }

  const turn = (way) => document.querySelector(`.judge-steps [rel=${way}]`)?.click();
  const keys = document.getElementById("keys");
  keys.closest("[data-keys]").hidden = false;
  keys.checked = held["desk-keys"] !== "off";
  keys.addEventListener("change", () => { held["desk-keys"] = keys.checked ? "on" : "off"; });

  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("textarea, select, details form, input:not([type=radio]):not([type=checkbox])")) return;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    const act = digit ? () => mark(digit) : {
      ArrowUp: () => choose(current - 1), ArrowDown: () => choose(current + 1), PageUp: () => turn("prev"), PageDown: () => turn("next"),
    }[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // ── pictures ──

  picture?.decode().then(() => {
    ready = true;
    for (const code of form.dataset.ahead.split(" ").filter(Boolean)) {
      const next = new Image();
      next.sizes = picture.sizes;
      next.srcset = picture.srcset.replaceAll(form.dataset.code, code);
    }
  }).catch(() => { /* keys stay off: nobody marks what cannot be seen */ });

  const waiting = room.get(here);
  if (waiting) take(waiting.body, version.value); // marked before a reload, not confirmed yet
  point(current);
  sum();
  if (room.urls().length) send();
}
