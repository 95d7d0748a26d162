// What can be done with a message: the menu by right click, long press, key or the button beside it.

import { pickChat } from "./choices.js";
import { attempt, confirmBox, toast } from "./dialog.js";
import { copy } from "./entities.js";
import { openMenu } from "./popup.js";
import { EMOJI, mineOf, react, same } from "./reactions.js";
import { act, say, state, tell } from "./store.js";

const HOLD = 500; // milliseconds

/** Open the menu of the message that `find()` gives at a pointer, after a long press, or by key. */
export function offerActions(node, find) {
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest(".words a, input, video[controls]") || !getSelection().isCollapsed) return;
    event.preventDefault();
    openActions(find(event), { x: event.clientX, y: event.clientY });
  });
  node.addEventListener("keydown", (event) => {
    const asked = event.key === "ContextMenu" || (event.shiftKey && event.key === "F10");
    if (!asked && !(event.key === "Enter" && event.target.classList.contains("message"))) return;
    event.preventDefault();
    openActions(find(event), event.target);
  });
  holdFor(node, find);
}

/** Safari on a telephone tells no contextmenu. */
function holdFor(node, find) {
  let timer = null;
  const stop = () => clearTimeout(timer);
  node.addEventListener("touchstart", (event) => {
    const { clientX: x, clientY: y } = event.touches[0];
    stop();
    if (!event.target.closest("button, a")) timer = setTimeout(() => openActions(find(event), { x, y }), HOLD);
  }, { passive: true });
  for (const kind of ["touchend", "touchmove", "touchcancel"]) node.addEventListener(kind, stop, { passive: true });
}

export function openActions(message, at) {
  if (!message || message.kind === "service") return;
  const chat = state.chats.get(message.chat);
  openMenu({ label: say("message_menu"), head: emoji(message), items: items(message, chat), at });
}

function emoji(message) {
  const mine = mineOf(message);
  return EMOJI.map((one) => {
    const chosen = same(one, mine);
    return { text: one, label: say("react_with", { emoji: one }), chosen, press: () => react(message, chosen ? null : one) };
  });
}

function items(message, chat) {
  const may = { write: chat?.can_write, edit: editable(message), text: message.text !== "", away: !message.is_protected };
  return [
    may.write && { text: say("reply"), icon: "reply", press: () => tell("reply", message) },
    may.edit && { text: say("edit"), icon: "edit", press: () => tell("edit", message) },
    may.text && may.away && { text: say("copy_text"), icon: "copy", press: () => copy(message.text) },
    may.away && { text: say("forward"), icon: "forward", press: () => forward(message) },
    deletable(message, chat) && { text: say("delete"), icon: "delete", danger: true, press: () => remove(message) },
  ].filter(Boolean);
}

const WITH_WORDS = new Set(["text", "photo", "video", "document", "audio", "voice"]);

export function editable(message) {
  return message.mine && WITH_WORDS.has(message.kind) && message.forwarded === null && message.via === null;
}

function deletable(message, chat) {
  return message.mine || chat?.type === "private" || ["creator", "administrator"].includes(chat?.mine);
}

async function forward(message) {
  const to = await pickChat(say("forward_to"), (chat) => chat.can_write);
  if (to === undefined) return;
  if (await attempt(() => act("forward", { chat: message.chat, message: message.id, to }))) toast(say("forwarded"));
}

async function remove(message) {
  if (!(await confirmBox(say("delete_sure"), { yes: say("delete"), danger: true }))) return;
  await attempt(() => act("delete", { chat: message.chat, message: message.id }));
}
