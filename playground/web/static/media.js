// What a message carries beside its text: photos, videos, rounds, voices, files, places.

import { el } from "./element.js";
import { icon } from "./icons.js";
import { note } from "./notes.js";
import { takeFloor } from "./sounds.js";
import { say } from "./store.js";
import { length, size } from "./times.js";
import { viewPhoto } from "./viewer.js";
import { voice } from "./voices.js";

/** The media of a message, or of the several messages of an album; null where there is none. */
export function mediaOf(messages) {
  if (messages.length > 1) return el("div", { class: `album of-${Math.min(messages.length, 4)}` }, messages.map(one));
  return one(messages[0]);
}

function one(message) {
  if (message.location) return place(message.location);
  if (!message.media) return null;
  return (DRAW[message.kind] ?? file)(message);
}

const DRAW = {
  photo,
  video_note: ({ media }) => note(media),
  video,
  animation: (message) => video(message, { loop: true, muted: true, autoplay: true }),
  voice: ({ media }) => voice(media),
  audio: ({ media }) => voice(media, media.file_name ?? say("audio")),
  sticker: ({ media }) => (media.mime?.startsWith("video/") ? null : el("img", { class: "sticker", src: media.url, alt: say("sticker") })),
  document: file,
};

/** Its room is kept from the beginning, so that nothing jumps when the picture comes. */
function framed(media, ...inside) {
  const frame = el("div", { class: "frame" }, inside);
  const { width, height } = media;
  if (width && height) {
    frame.style.setProperty("--wide", width);
    frame.style.setProperty("--high", height);
  }
  return media.spoiler ? covered(frame) : frame;
}

function covered(frame) {
  const button = el("button", { type: "button", class: "cover" }, icon("muted"), el("span", {}, say("show_hidden")));
  frame.classList.add("hidden-media");
  button.addEventListener("click", () => {
    frame.classList.remove("hidden-media");
    button.remove();
  });
  frame.append(button);
  return frame;
}

function photo(message) {
  const { media } = message;
  const label = [say("open_photo"), message.text.slice(0, 120)].filter(Boolean).join(": ");
  const image = el("img", { src: media.url, alt: "", width: media.width, height: media.height, decoding: "async" });
  const open = el("button", { type: "button", class: "photo", "aria-label": label, on: { click: () => viewPhoto(message) } }, image);
  return framed(media, open);
}

function video(message, playing = {}) {
  const { media } = message;
  const node = el("video", { controls: !playing.loop, playsinline: true, preload: "metadata", loop: playing.loop, "aria-label": say("video") });
  Object.assign(node, { muted: Boolean(playing.muted), autoplay: Boolean(playing.autoplay), src: media.url });
  node.addEventListener("play", () => node.muted || takeFloor(node, () => node.pause()));
  return framed(media, node);
}

function file({ media }) {
  const name = media.file_name ?? say("file");
  const told = [media.size && size(media.size), media.duration && length(media.duration)].filter(Boolean).join(" · ");
  const about = el("span", { class: "file-about" }, el("span", { class: "file-name" }, name), el("span", { class: "file-told" }, told));
  const label = say("download_file", { name, size: told });
  const attributes = { class: "file", href: media.url, download: name, "aria-label": label };
  return el("a", attributes, el("span", { class: "file-mark" }, icon("file")), about, icon("download"));
}

function place({ latitude, longitude }) {
  const told = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return el("div", { class: "place", role: "img", "aria-label": `${say("location")} ${told}` },
    el("span", { class: "place-map" }, icon("place")), el("span", { class: "place-told" }, told));
}
