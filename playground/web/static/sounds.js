// One voice at a time: who begins to sound silences who sounded.

let speaker = null;

/** `hush` is called when somebody else begins. */
export function takeFloor(media, hush) {
  if (speaker && speaker.media !== media) speaker.hush();
  speaker = { media, hush };
}

export function leaveFloor(media) {
  if (speaker?.media === media) speaker = null;
}

/** Call `seen(is)` when an element comes into view or leaves it. */
export function watch(node, seen) {
  watcher ??= new IntersectionObserver((all) => all.forEach((one) => seeing.get(one.target)?.(one.isIntersecting)), { threshold: 0.3 });
  seeing.set(node, seen);
  watcher.observe(node);
}

const seeing = new WeakMap();
let watcher = null;

export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
