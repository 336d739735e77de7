// Whoever leaves while something waits is warned. From one of the judge's pages to another what waits is sent from there: no question is asked.

const SOON = 2000;

/** `home` is where the judge's pages begin; `queue()` is what may wait. Gives the way to go to another of these pages. */
export function guard(home, queue) {
  let went = 0;
  const inside = (address) => {
    if (address && new URL(address, location.href).pathname.startsWith(home)) went = Date.now();
  };
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href]");
    if (link && !link.target) inside(link.href);
  }, true); // prettier-ignore
  document.addEventListener("submit", ({ target }) => inside(target.getAttribute("action") ?? location.href), true);
  addEventListener("beforeunload", (event) => {
    const { waiting, trouble } = queue();
    if (waiting && (trouble || Date.now() - went > SOON)) event.preventDefault();
  });
  return (address) => {
    inside(address);
    location.assign(address);
  };
}
