// Play and Pause for a slideshow whose links already turn its pages: the next page is fetched and its picture put in place.
// Nothing starts by itself, and whoever moves the focus or asked for reduced motion is never hurried.

export default function slideshow(box) {
  const button = box.querySelector(".slide-play");
  const words = button.querySelector("span");
  const body = () => box.querySelector(".slide-body");
  if (!body()?.querySelector("a[rel=next]")) return;
  let timer = 0;
  let ahead = null;

  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = document.importNode(page.querySelector(".slide-body"), true);
    await next.querySelector("img")?.decode?.().catch(() => {});
    return { address, next, title: page.title };
  };
  const link = (rel) => body().querySelector(`a[rel=${rel}]`).href;
  const prepare = () => {
    ahead = fetched(link("next")).catch(() => null);
  };

  async function turn(rel) {
    const address = link(rel);
    const waiting = rel === "next" && ahead ? await ahead : null;
    const found = waiting?.address === address ? waiting : await fetched(address).catch(() => null);
    if (!found) return location.assign(address);
    const focused = document.activeElement?.closest(".slide-turn a")?.rel;
    body().replaceWith(found.next);
    history.replaceState(null, "", found.address);
    document.title = found.title;
    if (focused) box.querySelector(`a[rel=${focused}]`)?.focus();
    prepare();
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    words.textContent = box.dataset.play;
    button.setAttribute("aria-pressed", "false");
  }

  function play() {
    words.textContent = box.dataset.pause;
    button.setAttribute("aria-pressed", "true");
    timer = setInterval(() => turn("next"), Number(box.dataset.seconds) * 1000);
  }

  button.hidden = false;
  button.addEventListener("click", () => (timer ? stop() : play()));
  box.addEventListener("click", (event) => {
    const way = event.target.closest(".slide-turn a");
    if (!way || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    stop();
    turn(way.rel);
  });
  box.addEventListener("focusin", (event) => event.target !== button && timer && stop());
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (rel) stop(), turn(rel);
  });
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  prepare();
}
