// Files: from the button, dropped on the chat, or pasted.

import { pickPlace } from "./choices.js";
import { attempt, dialog } from "./dialog.js";
import { el } from "./element.js";
import { icon, iconButton } from "./icons.js";
import { openMenu } from "./popup.js";
import { fileAsNote, recordNote } from "./recorder.js";
import { act, say, state, tell, upload } from "./store.js";
import { size } from "./times.js";

/** The button that offers what can be sent; `extra()` gives reply and topic. */
export function attachButton(extra) {
  const button = iconButton("attach", say("attach"), () => openMenu({ label: say("attach"), items: items(extra), at: button }), { "aria-haspopup": "menu" });
  return button;
}

function items(extra) {
  const open = (accept) => () => choose(accept, extra);
  return [
    { text: say("attach_note"), icon: "camera", press: () => recordNote(state.open, extra()) },
    { text: say("attach_note_file"), icon: "round", press: () => fileAsNote(state.open, null, extra()) },
    { text: say("attach_picture"), icon: "image", press: open("image/*,video/*") },
    { text: say("attach_file"), icon: "file", press: open("") },
    { text: say("location"), icon: "place", press: () => sendPlace(extra) },
  ];
}

function choose(accept, extra) {
  const input = el("input", { type: "file", accept: accept || null, multiple: true });
  input.addEventListener("change", () => offer([...input.files], extra()));
  input.click();
}

async function sendPlace(extra) {
  const chat = state.open;
  const place = await pickPlace();
  if (place) await attempt(() => act("location", { chat, ...place, ...extra() }));
}

/** Take files that are dropped on `place`, or pasted anywhere while no window is open. */
export function takeFiles(place, may, extra) {
  const cover = el("div", { class: "drop", hidden: true });
  place.append(cover);
  let depth = 0;
  const brings = (event) => may() && [...(event.dataTransfer?.types ?? [])].includes("Files");
  const lift = () => {
    depth = 0;
    cover.hidden = true;
  };
  place.addEventListener("dragenter", (event) => {
    if (!brings(event)) return;
    depth += 1;
    cover.replaceChildren(icon("download"), el("p", {}, say("drop_here")));
    cover.hidden = false;
  });
  place.addEventListener("dragover", (event) => brings(event) && event.preventDefault());
  place.addEventListener("dragleave", () => (depth -= 1) <= 0 && lift());
  place.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    lift();
    offer([...event.dataTransfer.files], extra());
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || !may() || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    offer(files, extra());
  });
}

/** Ask how the files shall be sent, and send them one after another. */
export async function offer(files, extra) {
  if (files.length === 0) return;
  const chat = state.open;
  const ways = waysOf(files);
  const caption = el("input", { type: "text", maxlength: 1024, autocomplete: "off", "aria-label": say("caption"), placeholder: say("caption") });
  const picture = files.length === 1 ? preview(files[0]) : null;
  // A round note has no words of its own.
  const follow = () => (caption.hidden = ways.chosen() === "video_note");
  ways.choice?.addEventListener("change", follow);
  follow();
  const content = el("div", { class: "offer" }, picture?.node, el("ul", { class: "offer-files" }, files.map(line)), ways.choice, caption);
  const press = () => sendAll(files, { chat, caption: caption.hidden ? "" : caption.value.trim(), ...extra }, ways.chosen(), picture?.node.duration);
  const shown = dialog({ title: say("send_files"), content, buttons: [{ text: say("cancel") }, { text: say("send"), primary: true, press }], onclose: () => picture?.drop() });
  await shown.closed;
}

function line(file) {
  return el("li", {}, el("span", {}, file.name), el("small", {}, size(file.size)));
}

function preview(file) {
  const kind = file.type.split("/")[0];
  if (kind !== "image" && kind !== "video") return null;
  const url = URL.createObjectURL(file);
  const node = kind === "image" ? el("img", { src: url, alt: "", class: "offer-picture" }) : el("video", { src: url, class: "offer-picture", controls: true, playsinline: true });
  return { node, drop: () => URL.revokeObjectURL(url) };
}

const NOTE_SECONDS = 61;
const WAYS = { video: ["video_note", "video", "document"], image: ["photo", "document"], audio: ["audio", "voice", "document"] };

/** How they can be sent, the likeliest first: a film is here to be a round note. */
function waysOf(files) {
  const kinds = new Set(files.map((file) => file.type.split("/")[0]));
  const ways = kinds.size === 1 ? (WAYS[[...kinds][0]] ?? ["document"]) : ["document"];
  const inputs = ways.map((way, index) => el("input", { type: "radio", name: "way", value: way, checked: index === 0 }));
  const labels = inputs.map((input) => el("label", { class: "tick" }, input, el("span", {}, say(`as_${input.value}`))));
  const choice = ways.length > 1 ? el("fieldset", { class: "ways" }, el("legend", {}, say("send_as")), labels) : null;
  return { choice, chosen: () => inputs.find((input) => input.checked).value };
}

async function sendAll(files, meta, kind, seconds) {
  // What is longer than a note can be is cut, or sent otherwise: the recorder asks.
  if (kind === "video_note" && files.length === 1 && seconds > NOTE_SECONDS) {
    fileAsNote(meta.chat, files[0], meta);
    return;
  }
  for (const [index, file] of files.entries()) {
    const caption = index === 0 ? meta.caption : "";
    await upload(file, { ...meta, caption, kind, file_name: file.name });
  }
  tell("sent", meta.chat);
}
