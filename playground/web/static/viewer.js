// A photo in large: zoom with click, wheel or keys, go on with the arrows, leave with Escape.

import { el } from "./element.js";
import { iconButton } from "./icons.js";
import { say, state } from "./store.js";

const LARGEST = 5;

/** Show the photos of a chat, beginning with this message's. */
export function viewPhoto(message) {
  const photos = [...(state.messages.get(message.chat)?.values() ?? [])].filter(isPicture).sort((a, b) => a.id - b.id);
  const view = { photos, at: photos.findIndex((one) => one.id === message.id), zoom: 1 };
  build(view);
  document.body.append(view.node);
  view.node.showModal();
  show(view);
}

function isPicture({ kind, media }) {
  return media !== null && media !== undefined && (kind === "photo" || media.mime?.startsWith("image/"));
}

function build(view) {
  view.image = el("img", { class: "viewer-image", alt: "", draggable: "false" });
  view.field = el("div", { class: "viewer-field", tabindex: "0" }, view.image);
  view.told = el("p", { class: "viewer-told", "aria-live": "polite" });
  view.back = iconButton("back", say("photo_before"), () => step(view, -1), { class: "round viewer-back" });
  view.next = iconButton("back", say("photo_after"), () => step(view, 1), { class: "round viewer-next" });
  view.save = iconButton("download", say("download"), () => save(view));
  const tools = el("div", { class: "viewer-tools" },
    iconButton("minus", say("zoom_out"), () => zoom(view, view.zoom / 1.5)),
    iconButton("plus", say("zoom_in"), () => zoom(view, view.zoom * 1.5)),
    view.save, iconButton("close", say("close"), () => view.node.close()));
  view.node = el("dialog", { class: "viewer", "aria-label": say("photo") }, tools, view.back, view.field, view.next, view.told);
  listen(view);
}

function listen(view) {
  const before = document.activeElement;
  view.node.addEventListener("close", () => {
    view.node.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  });
  view.node.addEventListener("keydown", (event) => pressed(view, event));
  view.field.addEventListener("click", (event) => clicked(view, event));
  view.field.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(view, view.zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2));
  }, { passive: false });
  drag(view);
}

function pressed(view, event) {
  const keys = {
    "+": () => zoom(view, view.zoom * 1.5),
    "=": () => zoom(view, view.zoom * 1.5),
    "-": () => zoom(view, view.zoom / 1.5),
    0: () => zoom(view, 1),
    ArrowLeft: () => view.zoom === 1 && step(view, -1),
    ArrowRight: () => view.zoom === 1 && step(view, 1),
  };
  keys[event.key]?.();
}

function clicked(view, event) {
  if (view.dragged) return;
  if (event.target === view.image) zoom(view, view.zoom > 1 ? 1 : 2);
  else view.node.close();
}

function drag(view) {
  const { field } = view;
  let from = null;
  field.addEventListener("pointerdown", (event) => {
    view.dragged = false;
    if (event.pointerType === "mouse") from = { x: event.clientX + field.scrollLeft, y: event.clientY + field.scrollTop };
  });
  field.addEventListener("pointermove", (event) => {
    if (!from || view.zoom === 1) return;
    const [left, top] = [from.x - event.clientX, from.y - event.clientY];
    if (Math.hypot(left - field.scrollLeft, top - field.scrollTop) > 3) view.dragged = true;
    field.scrollTo(left, top);
  });
  for (const kind of ["pointerup", "pointerleave"]) field.addEventListener(kind, () => (from = null));
}

function step(view, by) {
  const to = view.at + by;
  if (to < 0 || to >= view.photos.length) return;
  view.at = to;
  show(view);
}

function show(view) {
  const message = view.photos[view.at];
  const label = message.text || say("photo");
  view.image.src = message.media.url;
  view.image.alt = label.slice(0, 200);
  view.told.textContent = message.text.split("\n")[0].slice(0, 120);
  view.back.disabled = view.at === 0;
  view.next.disabled = view.at === view.photos.length - 1;
  zoom(view, 1);
}

function zoom(view, to) {
  view.zoom = Math.min(LARGEST, Math.max(1, to));
  view.field.style.setProperty("--zoom", view.zoom);
  view.field.classList.toggle("zoomed", view.zoom > 1);
  // What is in the middle stays there.
  view.field.scrollTo((view.field.scrollWidth - view.field.clientWidth) / 2, (view.field.scrollHeight - view.field.clientHeight) / 2);
}

function save(view) {
  const { media } = view.photos[view.at];
  el("a", { href: media.url, download: media.file_name ?? "photo" }).click();
}
