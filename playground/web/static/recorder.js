// Round video notes and voice messages: recorded here, or taken from a file.

import { DeviceError, meter, openCamera, openMicrophone, playingTime, record, release } from "./capture.js";
import { confirmBox, dialog } from "./dialog.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { drawRing, stage } from "./stage.js";
import { say, state, upload } from "./store.js";

const LIMITS = { video_note: 60, voice: 600 }; // seconds
const LEAST = 1;
const BARS = 40;

/** Record a round video note for a chat; `extra` is {reply_to, topic}. */
export function recordNote(chat, extra = {}) {
  return new Recording(chat, extra, "video_note").open();
}

/** Record a voice message for a chat. */
export function recordVoice(chat, extra = {}) {
  return new Recording(chat, extra, "voice").open();
}

/** Look at a video file as a round note, and send it; without `file` one is chosen first. */
export async function fileAsNote(chat, file = null, extra = {}) {
  const chosen = file ?? (await chooseFile("video/*"));
  if (chosen) await new Recording(chat, extra, "video_note").open(chosen);
}

/** Let a file be chosen; null where none was. */
export function chooseFile(accept) {
  const input = el("input", { type: "file", accept });
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files[0] ?? null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}

/** One window from the camera's first picture to what is sent. */
class Recording {
  constructor(chat, extra, kind) {
    Object.assign(this, { chat: chat.id ?? chat, extra, kind, limit: LIMITS[kind], stream: null, taken: null, running: null });
    this.stage = stage(kind === "voice" ? BARS : 0);
    this.actions = el("div", { class: "recorder-actions" });
    this.others = el("div", { class: "recorder-others" });
  }

  async open(file = null) {
    const content = [this.stage.node, this.actions, this.others];
    const title = say(this.kind === "voice" ? "record_voice" : "record_note");
    this.window = dialog({ title, content, className: "recorder", onclose: () => this.end() });
    this.window.node.addEventListener("dragover", (event) => event.preventDefault());
    this.window.node.addEventListener("drop", (event) => this.drop(event));
    this.leaving = () => this.end();
    addEventListener("pagehide", this.leaving);
    await (file ? this.take(file) : this.start());
    return this.window.closed;
  }

  end() {
    removeEventListener("pagehide", this.leaving);
    this.letGo();
    this.stage.clear();
    this.ended = true;
  }

  /** Of two sentences the one about a picture or a sound. */
  word(name) {
    return this.kind === "voice" ? `${name}_sound` : name;
  }

  letGo() {
    cancelAnimationFrame(this.frame);
    this.meter?.end();
    this.running?.stop();
    release(this.stream);
    Object.assign(this, { meter: null, running: null, stream: null });
  }

  drop(event) {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file && this.kind === "video_note") this.take(file);
  }

  /** Ask for the devices, then wait for the button. */
  async start() {
    this.stage.tell(say(this.kind === "voice" ? "microphone_asked" : "camera_asked"));
    this.show([]);
    try {
      const stream = await (this.kind === "voice" ? openMicrophone() : openCamera());
      if (this.ended || this.taken) return release(stream);
      this.stream = stream;
    } catch (error) {
      return this.taken || this.fail(error);
    }
    this.ready();
  }

  ready() {
    this.stage.live(this.stream);
    if (this.stream.getAudioTracks().length > 0) this.meter = meter(this.stream);
    this.watch();
    if (!this.meter) this.stage.tell(say("no_sound_here"));
    this.show([key("record", this.word("record"), () => this.begin(), "record")]);
  }

  begin() {
    try {
      this.running = record(this.stream);
    } catch (error) {
      return this.fail(error);
    }
    this.stage.tell(say(this.word("recording")));
    this.stage.node.classList.add("recording");
    this.halting = key("pause", "pause", () => this.halt());
    this.show([this.halting, key("stop", "stop", () => this.stop(), "record")], []);
  }

  halt() {
    const paused = this.running.paused();
    paused ? this.running.resume() : this.running.pause();
    this.stage.tell(say(paused ? this.word("recording") : "paused"));
    this.stage.node.classList.toggle("recording", paused);
    this.halting.replaceChildren(...face(paused ? "pause" : "play", say(paused ? "pause" : "go_on")));
  }

  /** Each frame: the ring, the time, how loud it is, and the end at the limit. */
  watch() {
    const seconds = this.running?.seconds() ?? 0;
    drawRing(this.stage, seconds, this.limit);
    this.stage.level(this.meter?.level() ?? 0, this.running !== null && !this.running.paused());
    if (seconds >= this.limit) this.stop();
    else this.frame = requestAnimationFrame(() => this.watch());
  }

  async stop() {
    const { running } = this;
    if (!running || this.stopping) return;
    this.stopping = true;
    const seconds = Math.min(running.seconds(), this.limit);
    const blob = await running.stop();
    this.letGo();
    this.stopping = false;
    if (this.ended) return;
    if (seconds < LEAST) return this.tooShort();
    this.preview(blob, seconds);
  }

  async tooShort() {
    await this.start();
    if (this.stream) this.stage.tell(say("too_short"));
  }

  preview(blob, seconds, name = null) {
    this.taken = { blob, seconds, name };
    this.stage.play(blob, seconds);
    const again = key("again", this.word("again"), () => this.again());
    this.show([again, key("send", "send", () => this.send(), "primary")], []);
  }

  again() {
    this.taken = null;
    this.stage.clear();
    return this.start();
  }

  /** A file instead of a recording. */
  async take(file) {
    this.letGo();
    this.taken = { blob: file, seconds: 0, name: file.name };
    const seconds = await playingTime(file);
    if (this.ended) return;
    if (seconds !== null && seconds > this.limit + 1) return this.tooLong(file, seconds);
    this.preview(file, seconds === null ? 0 : Math.min(seconds, this.limit), file.name);
    if (seconds === null) this.stage.tell(say("not_playable"));
  }

  async tooLong(file, seconds) {
    const yes = await confirmBox(say("note_too_long"), { title: file.name, yes: say("send_as_video") });
    if (!yes) return this.again();
    this.kind = "video";
    this.preview(file, seconds, file.name);
    return this.send();
  }

  async takeSample() {
    this.letGo();
    this.stage.tell(say("fetching"));
    this.show([], []);
    this.window.node.focus();
    const sample = await fetchSample();
    if (this.ended) return;
    if (sample) await this.take(sample);
    else this.fail(new DeviceError("none"));
  }

  async send() {
    const { blob, seconds, name } = this.taken;
    const ending = blob.type.split("/")[1] ?? "webm";
    const meta = { chat: this.chat, kind: this.kind, duration: Math.round(seconds), caption: "", ...this.extra };
    this.stage.tell(say("sending"));
    for (const button of this.actions.children) button.disabled = true;
    try {
      this.window.close(await upload(blob, { ...meta, file_name: name ?? `${this.kind}.${ending}` }));
    } catch (error) {
      this.window.complain(error.message);
      this.preview(blob, seconds, name);
    }
  }

  /** Say what is in the way, and what can be done instead. */
  fail(error) {
    if (!(error instanceof DeviceError)) throw error;
    this.letGo();
    const device = this.kind === "voice" ? "microphone" : "camera";
    this.stage.fail(say(`${device}_${error.reason}`, { address: `http://127.0.0.1:${location.port}` }));
    const sample = state.sample && this.kind === "video_note";
    if (sample) fetchSample(); // it is made when it is first asked for, which takes a while
    const first = sample && key("round", "use_sample", () => this.takeSample(), "primary");
    this.show([key("again", "try_again", () => this.again()), first].filter(Boolean), this.ways(false));
  }

  /** What goes without a camera. */
  ways(withSample = true) {
    if (this.kind !== "video_note") return [];
    const file = key("file", "use_file", () => chooseFile("video/*").then((chosen) => chosen && this.take(chosen)), "plain");
    return [file, withSample && state.sample && key("round", "use_sample", () => this.takeSample(), "plain")].filter(Boolean);
  }

  /** Change the buttons; the focus goes to the last, which leads on. */
  show(buttons, others = this.ways()) {
    this.actions.replaceChildren(...buttons);
    this.others.replaceChildren(...others);
    buttons.at(-1)?.focus();
  }
}

let sample = null;

/** The clip that stands in for a camera; null where there is none now. */
function fetchSample() {
  sample ??= fetch(state.sample)
    .then((answer) => (answer.ok ? answer.blob() : null))
    .catch(() => null)
    .then((blob) => {
      if (!blob) sample = null;
      return blob && new File([blob], "sample.mp4", { type: "video/mp4" });
    });
  return sample;
}

function key(shape, word, press, looks = "") {
  return el("button", { type: "button", class: `button ${looks}`, on: { click: press } }, face(shape, say(word)));
}

function face(shape, text) {
  return [icon(shape), el("span", {}, text)];
}
