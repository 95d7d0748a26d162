// Where one writes: text, commands, answers, changes; and what stands there where one cannot write.

import { attachButton, takeFiles } from "./attach.js";
import { showCommands } from "./commands.js";
import { attempt } from "./dialog.js";
import { mountDrafts } from "./drafts.js";
import { el } from "./element.js";
import { chosenTopic } from "./header.js";
import { iconButton } from "./icons.js";
import { watchComposer } from "./inline.js";
import { mountKeyboard, toggleKeyboard } from "./keyboard.js";
import { recordNote, recordVoice } from "./recorder.js";
import { editable } from "./actions.js";
import { waitsForStart } from "./start.js";
import { act, on, say, state, tell } from "./store.js";

const ROWS = 8;

export function mountComposer(place) {
  const input = el("textarea", { class: "input", rows: 1, "data-home": true, autocomplete: "off", enterkeyhint: "send", maxlength: 4096 });
  const form = el("form", { class: "composer", hidden: true });
  const line = el("div", { class: "composer-line" });
  const instead = el("div", { class: "instead", hidden: true });
  const parts = { place, form, line, input, instead, buttons: {} };
  parts.commands = showCommands(input, (command) => sendCommand(parts, command));
  parts.drafts = mountDrafts(input);
  parts.keyboard = mountKeyboard();
  form.append(parts.commands.node, parts.drafts.node, line, parts.keyboard);
  place.append(form, instead);
  listen(parts);
  takeFiles(place, () => mayWrite(), () => parts.drafts.extra());
}

function listen(parts) {
  const { form, input } = parts;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(parts);
  });
  input.addEventListener("keydown", (event) => pressed(parts, event));
  input.addEventListener("input", () => changed(parts));
  on("hello", () => build(parts));
  on("open", () => opened(parts));
  on("draft", () => changed(parts));
  for (const kind of ["chats", "bot", "hello", "open", "messages", "story"]) on(kind, () => show(parts));
}

function build(parts) {
  const { buttons, input, line } = parts;
  const extra = () => parts.drafts.extra();
  buttons.menu = iconButton("command", say("commands"), () => parts.commands.toggle());
  buttons.attach = attachButton(extra);
  buttons.keyboard = iconButton("keyboard", say("keyboard"), toggleKeyboard);
  buttons.note = iconButton("camera", say("record_a_note"), () => recordNote(state.open, extra()), { class: "round note-button" });
  buttons.note.append(el("span", { class: "note-word", "aria-hidden": "true" }, say("record")));
  buttons.voice = iconButton("mic", say("record_a_voice"), () => recordVoice(state.open, extra()));
  buttons.send = iconButton("send", say("send"), null, { type: "submit", class: "round send" });
  const { menu, attach, keyboard, voice, note, send } = buttons;
  line.replaceChildren(menu, attach, input, keyboard, voice, note, send);
  input.setAttribute("aria-label", say("message"));
}

function opened({ input, drafts, buttons }) {
  drafts.take(state.open);
  watchComposer(input, state.open);
  // A telephone would show its keyboard over what one wants to read first.
  if (buttons.send && mayWrite() && matchMedia("(hover: hover)").matches) input.focus({ preventScroll: true });
}

/** Whoever has yet to send a first note to the bot is shown how: the button wears its name. */
function awaitsNote(chat) {
  const all = [...(state.messages.get(chat?.id)?.values() ?? [])];
  return chat?.type === "private" && !state.loading && !all.some((one) => one.kind === "video_note" && one.from.id === state.viewer);
}

function mayWrite() {
  const chat = state.chats.get(state.open);
  return Boolean(chat?.can_write) && !waitsForStart(chat) && chat.bot !== "kicked";
}

function show(parts) {
  const { form, input, buttons, instead } = parts;
  const chat = state.chats.get(state.open);
  form.hidden = !mayWrite();
  showInstead(instead, chat);
  if (form.hidden || !buttons.menu) return;
  buttons.note.classList.toggle("first", awaitsNote(chat));
  buttons.menu.hidden = chat.commands.length === 0;
  buttons.keyboard.hidden = (chat.keyboard?.rows.length ?? 0) === 0;
  input.placeholder = chat.keyboard?.placeholder || say(chat.type === "channel" ? "write_post" : "write");
  changed(parts);
}

/** What stands where the field would be: START, unblock, or why one cannot write. */
function showInstead(node, chat) {
  const what = chat === undefined || mayWrite() ? null : waitsForStart(chat) ? "start" : chat.type === "private" ? "unblock" : "cannot_write_here";
  const sign = `${what} ${state.language} ${chat?.id}`;
  if (node.dataset.sign === sign) return;
  node.dataset.sign = sign;
  node.hidden = what === null;
  const press = { start: () => act("send", { chat: chat.id, text: "/start" }), unblock: () => act("block", { blocked: false }) }[what];
  if (what) node.replaceChildren(press ? el("button", { type: "button", class: "instead-button", on: { click: () => attempt(press) } }, say(what)) : el("p", {}, say(what)));
}

function changed({ input, buttons, drafts, commands }) {
  grow(input);
  drafts.keep();
  commands.typed();
  if (!buttons.send) return;
  const words = input.value.trim() !== "" || drafts.editing();
  buttons.send.hidden = !words;
  buttons.note.hidden = buttons.voice.hidden = words;
}

function grow(input) {
  input.style.height = "auto";
  const limit = parseFloat(getComputedStyle(input).lineHeight) * ROWS + 20;
  input.style.height = `${Math.min(input.scrollHeight, limit)}px`;
}

/** The field is empty at once, for what comes next; each goes after the one before. */
async function submit(parts) {
  const { input, drafts } = parts;
  const text = input.value.trim();
  if (text === "") return;
  const chat = state.open;
  const doing = drafts.editing() ? change(drafts.editing(), text) : send(chat, text, drafts.extra());
  const putBack = drafts.done();
  changed(parts);
  tell("sent", chat);
  input.focus({ preventScroll: true });
  parts.last = (parts.last ?? Promise.resolve()).then(() => attempt(doing));
  if ((await parts.last) !== undefined) return;
  putBack();
  changed(parts);
}

const send = (chat, text, extra) => () => act("send", { chat, text, ...extra });

function change(message, text) {
  return async () => (text === message.text ? {} : act("edit", { chat: message.chat, message: message.id, text }));
}

function sendCommand(parts, command) {
  const text = state.chats.get(state.open)?.type === "private" ? `/${command}` : `/${command}@${state.bot.username}`;
  parts.input.value = text;
  return submit(parts);
}

function pressed(parts, event) {
  if (event.isComposing) return;
  if (parts.commands.pressed(event)) return;
  const { input, form, drafts } = parts;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "ArrowUp" && input.value === "" && !drafts.editing()) {
    editLast(event);
  } else if (event.key === "Escape") {
    if (!drafts.cancel()) openBefore();
  }
}

/** As in the apps: the last own words are a key away. */
function editLast(event) {
  const all = [...(state.messages.get(state.open)?.values() ?? [])];
  const topic = chosenTopic();
  const last = all.sort((a, b) => b.id - a.id).find((one) => editable(one) && one.text && (!topic || one.topic === topic));
  if (!last) return;
  event.preventDefault();
  tell("edit", last);
}

/** Escape leaves the field for the list. */
function openBefore() {
  document.querySelector(".chats .row.chosen")?.focus();
}
