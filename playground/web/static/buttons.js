// The buttons below a message: they call the bot, open, write inline, or copy.

import { alertBox, toast } from "./dialog.js";
import { el } from "./element.js";
import { copy } from "./entities.js";
import { icon } from "./icons.js";
import { switchInline } from "./inline.js";
import { follow } from "./links.js";
import { act, say } from "./store.js";

const CORNERS = { url: "link", inline: "forward", inline_here: "find", copy: "copy" };

export function buttonsOf(message) {
  if (message.buttons.length === 0) return null;
  const rows = message.buttons.map((row) => el("div", { class: "keys-row" }, row.map((button) => key(message, button))));
  return el("div", { class: "keys", role: "group", "aria-label": say("buttons") }, rows);
}

function key(message, button) {
  const corner = CORNERS[button.kind];
  const node = el("button", { type: "button", class: "key" }, el("span", { class: "key-words" }, button.text), corner && el("span", { class: "key-corner" }, icon(corner)));
  if (button.kind === "other") node.disabled = true;
  node.addEventListener("click", () => PRESS[button.kind]?.(message, button, node));
  return node;
}

const PRESS = {
  callback: call,
  url: (message, { value }) => follow(value),
  inline: (message, button) => switchInline(button, message.chat),
  inline_here: (message, button) => switchInline(button, message.chat),
  copy: (message, { value }) => copy(value),
};

async function call(message, { value }, node) {
  if (node.getAttribute("aria-busy") === "true") return;
  busy(node, true);
  try {
    await tellAnswer(await act("press", { chat: message.chat, message: message.id, data: value }));
  } catch (error) {
    toast(error.message);
  } finally {
    busy(node, false);
  }
}

function busy(node, is) {
  node.setAttribute("aria-busy", String(is));
  node.classList.toggle("busy", is);
}

function tellAnswer({ text, alert, url }) {
  if (url) return follow(url);
  if (!text) return undefined;
  return alert ? alertBox(text) : toast(text);
}
