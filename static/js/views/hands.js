// Hands on a picture: wheel, dragging, two fingers, double click and double tap. The same on the desk and where works lie side by side.

const QUICK = 300; // milliseconds between the two taps
const NEAR = 30; // pixels between them
const ONCE = 600; // a double tap may come as a double click, too

/**
 * `picture` is asked `able()`: is there one? and `zoomed()`; and told `by(factor, at)`, `drag(dx, dy)` in pixels of the page, and `toggle(at)`,
 * where `at` has `clientX` and `clientY`. The page's own zoom and scrolling stay as they are while the picture is whole.
 */
export function hands(view, picture) {
  const fingers = new Map();
  let spread = 0;
  let tapped = null;
  let doubled = -ONCE;

  function apart() {
    const [a, b] = [...fingers.values()];
    return b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }

  /** The second of two taps in the same place? */
  function again(event) {
    const before = tapped;
    tapped = { at: event.timeStamp, x: event.clientX, y: event.clientY };
    if (!before || event.timeStamp - before.at > QUICK || Math.hypot(event.clientX - before.x, event.clientY - before.y) > NEAR) return false;
    tapped = null;
    doubled = event.timeStamp;
    return true;
  }

  function down(event) {
    if (!picture.able() || event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (event.pointerType === "touch" && fingers.size === 1 && again(event)) {
      event.preventDefault();
      picture.toggle(event);
    }
    spread = apart();
    if (picture.zoomed() || fingers.size === 2) view.setPointerCapture(event.pointerId);
  }

  function move(event) {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()];
      const now = apart();
      picture.by(now / (spread || now), { clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 });
      spread = now;
      tapped = null;
    } else if (picture.zoomed()) picture.drag(event.clientX - finger.x, event.clientY - finger.y);
  }

  function up(event) {
    fingers.delete(event.pointerId);
    spread = 0;
  }

  function wheel(event) {
    const scrolls = document.documentElement.scrollHeight > innerHeight + 1;
    if (event.ctrlKey || !picture.able() || (scrolls && !picture.zoomed())) return;
    event.preventDefault();
    picture.by(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), event);
  }

  view.addEventListener("wheel", wheel, { passive: false });
  view.addEventListener("dblclick", (event) => event.timeStamp - doubled > ONCE && picture.able() && picture.toggle(event));
  view.addEventListener("pointerdown", down);
  view.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, up);
}

/** How much larger a picture has to be until each of its pixels is one of the screen, at least so that one sees a difference. */
export const actual = (pixels, shown) => Math.max(pixels / (shown * devicePixelRatio), 1.5);

/** How large it is of that, in per cent. */
export const percent = (pixels, shown) => Math.round((100 * shown * devicePixelRatio) / pixels);
