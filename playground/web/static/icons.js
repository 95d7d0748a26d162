// The page's own icons: strokes on a 24 by 24 field, in the colour of the text around them.

import { el } from "./element.js";

const SHAPES = {
  attach: "M8.5 12.5v4.2a3.5 3.5 0 0 0 7 0V7.6a5 5 0 0 0-10 0v8.6a6.5 6.5 0 0 0 13 0V8",
  back: "M19 12H5.5m6-6.5L5 12l6.5 6.5",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4",
  bot: "M5 9.5h14v9.5H5zM12 9.5V5.6M9.4 14v1M14.6 14v1M2.8 12.8v3.4M21.2 12.8v3.4",
  camera: "M3.5 7.5h11v9h-11zM14.5 11l6-3.2v8.4l-6-3.2",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10.5v10.5H9zM5 15.5h-.5v-11h11V5",
  command: "M5.5 4.5h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2zM13.6 8l-3.2 8",
  delete: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.9 13h9.2l.9-13M10.3 10.8v5.6M13.7 10.8v5.6",
  done: "M4.5 12.8l4.7 4.7L19.5 7",
  down: "M5.5 9l6.5 6.5L18.5 9",
  download: "M12 4v11m-5-5l5 5 5-5M5 20h14",
  edit: "M5 19l1-4.2L16.6 4.3l3.1 3.1L9.2 18z",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
  find: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.4 15.4L20.5 20.5",
  forward: "M13.5 6l6.5 6-6.5 6v-3.8C9 14 6 15.4 4 18.5c.4-5.2 3.6-8.6 9.5-9z",
  group: "M9 5.2a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6zM2.8 19c.4-3.4 2.8-5.2 6.2-5.2s5.8 1.8 6.2 5.2M15.5 5.6a3 3 0 0 1 0 5.9M17.3 14.2c2.3.5 3.7 2.2 3.9 4.8",
  image: "M4 5h16v14H4zM4 16l4.8-4.6 4 3.8 2.7-2.4L20 16.8M15.3 8.7v.1",
  keyboard: "M3 6.5h18v11H3zM6.5 10h.1M10.2 10h.1M13.8 10h.1M17.4 10h.1M7.5 14h9",
  link: "M10 14l4-4M8.5 11.5L6 14a3.3 3.3 0 0 0 4.5 4.5l2.5-2.5M11 8l2.5-2.5A3.3 3.3 0 0 1 18 10l-2.5 2.5",
  menu: "M4 7h16M4 12h16M4 17h16",
  mic: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.8 11.5a6.2 6.2 0 0 0 12.4 0M12 17.7v3",
  minus: "M6 12h12",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  more: "M12 5.5v.1M12 12v.1M12 18.5v.1",
  muted: "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 10l4.5 4.5M20.5 10L16 14.5",
  panel: "M7.5 8.5L4 12l3.5 3.5M16.5 8.5L20 12l-3.5 3.5M13.6 5.5l-3.2 13",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  pin: "M9 4h6l-.8 6 2.8 3H7l2.8-3zM12 13v7",
  place: "M12 20.5c4-4.6 6-7.8 6-10.7a6 6 0 0 0-12 0c0 2.9 2 6.1 6 10.7zM12 7.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z",
  play: "M8 5.5l10.5 6.5L8 18.5z",
  plus: "M12 5.5v13M5.5 12h13",
  reply: "M10.5 6L4 12l6.5 6v-3.8c4.5-.2 7.5 1.2 9.5 4.3-.4-5.2-3.6-8.6-9.5-9z",
  round: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM10 8.8l5 3.2-5 3.2z",
  send: "M4 12L3.5 4.5 21 12 3.5 19.5 4 12zM4 12h9",
  smile: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM8.3 14c1.8 2.7 5.6 2.7 7.4 0M9.2 9.5v.2M14.8 9.5v.2",
  speaker: "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9.3a4 4 0 0 1 0 5.4M18 6.8a7.5 7.5 0 0 1 0 10.4",
  story: "M5 4.5h12.5v15H5zM5 4.5v15M8.5 4.5v15M11.5 9h3.5M11.5 12.5h3.5",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.8v1.7M12 19.5v1.7M2.8 12h1.7M19.5 12h1.7M5.5 5.5l1.2 1.2M17.3 17.3l1.2 1.2M5.5 18.5l1.2-1.2M17.3 6.7l1.2-1.2",
  tick: "M3.5 12.8l4.2 4.2L17 7.2",
  ticks: "M1.5 12.8l4.2 4.2L15 7.2M11.8 17l.2.1 9.5-9.9",
  topic: "M9.5 4L7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  video: "M4 6h16v12H4zM10.3 9.3l4.4 2.7-4.4 2.7z",
  zoom: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.4 15.4L20.5 20.5M10.5 7.7v5.6M7.7 10.5h5.6",
  // The recorder's, people's and groups':
  again: "M5 12a7 7 0 1 1 2.2 5.1M5 12V6.8M5 12h5.2",
  block: "M12 3.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4zM6.3 6.3l11.4 11.4",
  grow: "M12 19.5V5M5.5 11L12 4.5l6.5 6.5",
  leave: "M10.5 4.5h-5v15h5M10 12h10m-4.5-4.5L20 12l-4.5 4.5",
  record: "M12 7.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6zM12 3.2a8.8 8.8 0 1 1 0 17.6 8.8 8.8 0 0 1 0-17.6z",
  stop: "M6.5 6.5h11v11h-11z",
  story: "M4 6.5c3-1.6 6-1.4 8 .4 2-1.8 5-2 8-.4v12c-3-1.6-6-1.4-8 .4-2-1.8-5-2-8-.4zM12 7v11.6",
};

const SVG = "http://www.w3.org/2000/svg";

/** An icon beside words or in a labelled button: screen readers pass over it. */
export function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  drawn.append(path);
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) drawn.setAttribute(key, value);
  return drawn;
}

/** A round button that shows only an icon; its name is for screen readers and as a tip. */
export function iconButton(name, label, press, attributes = {}) {
  return el("button", { type: "button", class: "round", "aria-label": label, title: label, on: { click: press }, ...attributes }, icon(name));
}
