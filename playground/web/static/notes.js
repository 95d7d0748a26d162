// A round video note: a silent preview in a circle; with a click it speaks, larger, in a ring of progress.

import { el } from "./element.js";
import { icon } from "./icons.js";
import { isCalm, leaveFloor, takeFloor, watch } from "./sounds.js";
import { say } from "./store.js";
import { length } from "./times.js";

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 48.5;
const ROUND = 2 * Math.PI * RADIUS;

export function note(media) {
  const video = el("video", { playsinline: true, preload: "metadata", loop: true, tabindex: "-1", "aria-hidden": "true" });
  video.muted = true;
  video.src = media.url;
  const left = el("span", { class: "note-length" }, length(media.duration), icon("muted"));
  const mark = el("span", { class: "note-mark" }, icon("play"));
  const ring = drawRing();
  const node = el("button", { type: "button", class: "note" }, video, ring.node, left, mark);
  const player = { node, video, ring, left, duration: media.duration, speaking: false };
  node.addEventListener("click", () => press(player));
  listen(player);
  name(player);
  return node;
}

function drawRing() {
  const node = document.createElementNS(SVG, "svg");
  const circle = document.createElementNS(SVG, "circle");
  for (const [key, value] of Object.entries({ cx: 50, cy: 50, r: RADIUS })) circle.setAttribute(key, value);
  circle.style.strokeDasharray = String(ROUND);
  circle.style.strokeDashoffset = String(ROUND);
  node.setAttribute("viewBox", "0 0 100 100");
  node.setAttribute("class", "note-ring");
  node.setAttribute("aria-hidden", "true");
  node.append(circle);
  return { node, show: (part) => (circle.style.strokeDashoffset = String(ROUND * (1 - part))) };
}

function listen(player) {
  const { node, video, ring } = player;
  watch(node, (seen) => (seen ? preview(player) : rest(player)));
  video.addEventListener("ended", () => silence(player));
  video.addEventListener("loadeddata", () => node.classList.add("ready"));
  video.addEventListener("error", () => node.classList.add("broken"));
  for (const kind of ["play", "pause"]) video.addEventListener(kind, () => node.classList.toggle("going", !video.paused));
  video.addEventListener("timeupdate", () => {
    const whole = Number.isFinite(video.duration) ? video.duration : player.duration;
    ring.show(player.speaking && whole ? Math.min(1, video.currentTime / whole) : 0);
    if (player.speaking) player.left.firstChild.data = length(whole - video.currentTime);
  });
}

function preview({ video, speaking }) {
  if (!speaking && !isCalm()) video.play().catch(() => {});
}

function rest({ video, speaking }) {
  if (!speaking) video.pause();
}

function press(player) {
  const { video } = player;
  if (!player.speaking) return speak(player);
  if (video.paused) return video.play();
  return video.pause();
}

function speak(player) {
  const { node, video } = player;
  takeFloor(video, () => silence(player));
  player.speaking = true;
  Object.assign(video, { muted: false, loop: false, currentTime: 0 });
  node.classList.add("speaking");
  name(player);
  return video.play().catch(() => silence(player));
}

function silence(player) {
  const { node, video } = player;
  leaveFloor(video);
  player.speaking = false;
  Object.assign(video, { muted: true, loop: true });
  node.classList.remove("speaking");
  player.ring.show(0);
  player.left.firstChild.data = length(player.duration);
  name(player);
  if (isCalm()) video.pause();
  else video.play().catch(() => {});
}

function name({ node, speaking, duration }) {
  node.setAttribute("aria-label", say(speaking ? "note_pause" : "note_play", { length: length(duration) }));
}
