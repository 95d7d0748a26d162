// What one looks at while recording: the camera's picture in a circle, or how loud it is, and the time.

import { el } from "./element.js";
import { icon } from "./icons.js";
import { say } from "./store.js";
import { length } from "./times.js";

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 48;
const ROUND = 2 * Math.PI * RADIUS;

/** `bars` above 0 show sound instead of a picture. See the functions that are given for what it can show. */
export function stage(bars) {
  const ring = makeRing();
  const time = el("span", { class: "recorder-time", role: "timer" });
  const word = el("p", { class: "recorder-word", role: "status" });
  const video = el("video", { playsinline: true, tabindex: "-1" });
  const levels = Array.from({ length: bars }, () => el("i"));
  const wave = el("div", { class: "recorder-wave", "aria-hidden": "true" }, levels);
  const volume = el("div", { class: "recorder-volume", "aria-hidden": "true" }, el("i"));
  const sound = el("audio", { controls: true, hidden: true });
  const loud = el("button", { type: "button", class: "recorder-sound" });
  const picture = bars > 0 ? [wave, sound] : [el("div", { class: "recorder-circle" }, video, ring, loud), volume];
  const node = el("div", { class: bars > 0 ? "recorder-stage voice" : "recorder-stage" }, picture, time, word);
  const shown = { node, ring, time, loud, url: null, tell: (text) => (word.textContent = text) };
  const player = bars > 0 ? sound : video;
  shown.fail = (text) => {
    node.classList.remove("live", "recording", "playing");
    node.classList.add("failed");
    shown.tell(text);
  };
  shown.live = (stream) => showLive(shown, player, stream);
  shown.play = (blob, seconds) => showTaken(shown, player, blob, seconds);
  shown.clear = () => clear(shown, player);
  shown.level = bars > 0 ? waves(levels) : (level) => volume.style.setProperty("--level", level.toFixed(3));
  return shown;
}

function makeRing() {
  const svg = document.createElementNS(SVG, "svg");
  const circles = ["ring-way", "ring-done"].map((looks) => {
    const circle = document.createElementNS(SVG, "circle");
    for (const [name, value] of Object.entries({ cx: 50, cy: 50, r: RADIUS, class: looks })) circle.setAttribute(name, value);
    return circle;
  });
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("aria-hidden", "true");
  svg.append(...circles);
  return svg;
}

/** Fill the ring, and write the time beside the limit (both in seconds). */
export function drawRing({ ring, time }, seconds, limit) {
  fill(ring, seconds / limit);
  const text = `${length(Math.floor(seconds))} / ${length(limit)}`;
  if (time.textContent !== text) time.textContent = text;
}

function showLive(shown, player, stream) {
  clear(shown, player);
  shown.node.classList.add("live");
  if (player.tagName !== "VIDEO") return;
  player.muted = true; // or one would hear oneself
  player.srcObject = stream;
  player.play().catch(() => shown.node.classList.remove("live"));
}

/** Play what was taken: a note again and again as the apps do, silent until it is touched. */
function showTaken(shown, player, blob, seconds) {
  clear(shown, player);
  shown.node.classList.add("playing");
  shown.url = URL.createObjectURL(blob);
  player.src = shown.url;
  player.hidden = false;
  shown.time.textContent = seconds ? length(seconds) : "";
  if (player.tagName !== "VIDEO") return;
  player.loop = player.muted = true;
  player.onclick = shown.loud.onclick = () => hear(shown.loud, player, player.muted);
  hear(shown.loud, player, false);
  player.ontimeupdate = () => player.duration > 0 && fill(shown.ring, player.currentTime / player.duration);
  player.play().catch(() => shown.tell(""));
}

/** With sound or without; the button says what a press does. */
function hear(button, player, on) {
  player.muted = !on;
  button.setAttribute("aria-label", say(on ? "sound_off" : "sound_on"));
  button.replaceChildren(icon(on ? "speaker" : "muted"));
}

function fill(ring, part) {
  ring.lastChild.style.strokeDasharray = `${(Math.min(1, part) * ROUND).toFixed(2)} ${ROUND.toFixed(2)}`;
}

function clear(shown, player) {
  shown.node.classList.remove("failed", "live", "recording", "playing");
  player.pause();
  player.srcObject = null;
  player.removeAttribute("src");
  if (player.tagName === "AUDIO") player.hidden = true;
  if (shown.url) URL.revokeObjectURL(shown.url);
  shown.url = null;
  shown.time.textContent = "";
  shown.tell("");
  fill(shown.ring, 0);
}

/** The last levels side by side: they move only while it is recorded. */
function waves(levels) {
  let last = 0;
  return (level, moving) => {
    const now = performance.now();
    levels.at(-1).style.setProperty("--level", level.toFixed(3));
    if (!moving || now - last < 60) return;
    last = now;
    for (let at = 0; at < levels.length - 1; at += 1) levels[at].style.setProperty("--level", levels[at + 1].style.getPropertyValue("--level"));
  };
}
