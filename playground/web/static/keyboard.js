// The keyboard that a bot puts below the field.

import { pickPeople, pickPlace } from "./choices.js";
import { attempt } from "./dialog.js";
import { el } from "./element.js";
import { act, on, say, state } from "./store.js";

const closed = new Set(); // keyboards that were put away, as "chat message"
let node = null;

export function mountKeyboard() {
  node = el("div", { class: "keyboard", role: "group", hidden: true });
  for (const kind of ["chats", "open", "hello"]) on(kind, show);
  return node;
}

const sign = () => `${state.open} ${state.chats.get(state.open)?.keyboard?.message}`;

export function toggleKeyboard() {
  if (!closed.delete(sign())) closed.add(sign());
  show();
  if (!node.hidden) node.querySelector("button")?.focus();
}

function show() {
  const keyboard = state.chats.get(state.open)?.keyboard;
  const rows = keyboard?.rows ?? [];
  node.hidden = rows.length === 0 || closed.has(sign());
  const drawn = JSON.stringify([state.open, keyboard, state.language]);
  if (node.hidden || node.dataset.sign === drawn) return;
  node.dataset.sign = drawn;
  node.setAttribute("aria-label", say("keyboard"));
  node.replaceChildren(...rows.map((row) => el("div", { class: "keyboard-row" }, row.map((button) => key(keyboard, button)))));
}

function key(keyboard, button) {
  return el("button", { type: "button", class: "keyboard-key", on: { click: () => attempt(() => press(keyboard, button)) } }, button.text);
}

function press(keyboard, button) {
  if (button.request === "users") return choosePeople(keyboard, button);
  if (button.request === "location") return choosePlace();
  return act("send", { chat: state.open, text: button.text, reply_to: null, topic: null });
}

async function choosePeople({ message }, { text, most }) {
  const chat = state.open;
  const people = await pickPeople(text, most ?? 1);
  return people && act("pick", { chat, message, button: text, people });
}

async function choosePlace() {
  const chat = state.open;
  const place = await pickPlace();
  return place && act("location", { chat, ...place });
}
