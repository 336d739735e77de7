// How it is with saving, in the words of the page: the one line, and what the judge has to know. The same on every page of a judge.

/** `[text, trouble]`: Saved · Saving… · Not saved yet – 4 waiting (no connection). */
export function line(queue, words) {
  const n = queue.waiting;
  const trouble = n ? queue.trouble : null;
  const text = !n ? "saved" : !trouble ? "saving" : trouble.kind === "offline" ? "offline" : "unsaved";
  return [words.say(text, { n }), Boolean(trouble)];
}

/** Notices about what was not taken and about why something waits. `spoken(act)` says an act in words. */
export function troubles(store, queue, words, spoken) {
  const found = [];
  const add = (text, more = {}) => found.push({ kind: "warn", text, ...more });
  const lost = store.refused();
  if (lost.length) {
    const reasons = [...new Set(lost.map(({ words: said, why }) => said || (why === "server" ? words.say("bad") : "")).filter(Boolean))];
    const again = lost.some(({ why }) => why) ? [[words.say("sendAgain"), "resend"]] : [];
    add([...reasons, words.say("lost")], { list: lost.map(({ act }) => spoken(act)), buttons: [...again, [words.say("dismiss"), "forgive"]] });
  }
  const trouble = queue?.waiting ? queue.trouble : null;
  const signIn = { links: [[words.say("signInLink"), "/login", true]] };
  if (trouble?.kind === "signedOut") add(words.say("signIn"), signIn);
  else if (trouble?.kind === "other") add(words.say("other"), signIn);
  else if (trouble?.kind === "paused") add(trouble.words);
  else if (trouble?.kind === "busy" || trouble?.kind === "server") add(words.say(trouble.kind));
  return found;
}
