// A voice message or a song: play, a wave that shows how far, and speed.

import { el } from "./element.js";
import { icon } from "./icons.js";
import { leaveFloor, takeFloor, watch } from "./sounds.js";
import { say } from "./store.js";
import { length, size } from "./times.js";

const BARS = 44;
const SPEEDS = [1, 1.5, 2];

export function voice(media, title = null) {
  const audio = new Audio();
  Object.assign(audio, { preload: "none", src: media.url });
  const play = el("button", { type: "button", class: "play", "aria-label": say("play") }, icon("play"));
  const seek = el("input", { type: "range", class: "seek", min: 0, max: 1000, value: 0, "aria-label": say("position") });
  const wave = el("span", { class: "wave", "aria-hidden": "true" });
  const told = el("span", { class: "voice-length" }, length(media.duration));
  const speed = el("button", { type: "button", class: "speed", "aria-label": say("speed") }, "1×");
  const name = title && el("span", { class: "voice-title" }, title);
  const line = el("div", { class: "voice-line" }, name, el("div", { class: "wave-field" }, wave, seek), told);
  const node = el("div", { class: "voice", role: "group", "aria-label": title ?? say("voice_message") }, play, line, speed);
  const player = { node, audio, play, seek, wave, told, speed, media };
  listen(player);
  drawBars(player, new Array(BARS).fill(0.25));
  watch(node, (seen) => seen && !player.drawn && drawWave(player));
  return node;
}

function listen(player) {
  const { audio, play, seek, speed } = player;
  play.addEventListener("click", () => (audio.paused ? begin(player) : audio.pause()));
  seek.addEventListener("input", () => {
    audio.currentTime = (seek.value / 1000) * whole(player);
    show(player);
  });
  speed.addEventListener("click", () => {
    audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    speed.textContent = `${audio.playbackRate}×`;
  });
  for (const kind of ["play", "pause", "ended"]) audio.addEventListener(kind, () => showState(player));
  audio.addEventListener("timeupdate", () => show(player));
  audio.addEventListener("ended", () => {
    audio.currentTime = 0;
    leaveFloor(audio);
  });
}

function begin({ node, audio }) {
  takeFloor(audio, () => audio.pause());
  audio.play().catch(() => node.classList.add("broken"));
}

function showState({ audio, play }) {
  play.replaceChildren(icon(audio.paused ? "play" : "pause"));
  play.setAttribute("aria-label", say(audio.paused ? "play" : "pause"));
}

const whole = ({ audio, media }) => (Number.isFinite(audio.duration) ? audio.duration : media.duration || 1);

function show(player) {
  const { audio, seek, wave, told } = player;
  const part = Math.min(1, audio.currentTime / whole(player));
  seek.value = part * 1000;
  seek.setAttribute("aria-valuetext", length(audio.currentTime));
  const heard = part * BARS;
  [...wave.children].forEach((bar, index) => bar.classList.toggle("heard", index < heard));
  told.textContent = length(audio.currentTime > 0 ? whole(player) - audio.currentTime : player.media.duration);
}

function drawBars({ wave }, heights) {
  wave.replaceChildren(...heights.map((height) => {
    const bar = el("i");
    bar.style.height = `${Math.round(12 + height * 88)}%`;
    return bar;
  }));
}

/** The wave is the recording's own: its loudest sample in each of the bars. */
async function drawWave(player) {
  player.drawn = true;
  if (player.media.size > 5_000_000) return;
  try {
    const bytes = await (await fetch(player.media.url)).arrayBuffer();
    const sound = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(bytes);
    drawBars(player, peaks(sound.getChannelData(0)));
  } catch {
    // A browser that cannot decode it shows even bars; the size tells that there is a file.
    player.told.title = size(player.media.size ?? 0);
  }
}

function peaks(samples) {
  const step = Math.max(1, Math.floor(samples.length / BARS));
  const tops = Array.from({ length: BARS }, (_, bar) => {
    let top = 0;
    for (let at = bar * step; at < Math.min((bar + 1) * step, samples.length); at += 8) top = Math.max(top, Math.abs(samples[at]));
    return top;
  });
  const loudest = Math.max(...tops, 0.01);
  return tops.map((top) => top / loudest);
}
