// One message as it stands in the log. Only the parts that changed are drawn anew, so that a film goes
// on playing and the focus stays where it was while the words around it change.

import { openActions } from "./actions.js";
import { buttonsOf } from "./buttons.js";
import { el } from "./element.js";
import { written } from "./entities.js";
import { face, tintOf } from "./faces.js";
import { icon, iconButton } from "./icons.js";
import { jumpTo } from "./jumps.js";
import { mediaOf } from "./media.js";
import { reactionsOf } from "./reactions.js";
import { say, state } from "./store.js";
import { clock, moment } from "./times.js";

const BARE = new Set(["video_note", "sticker"]);
const FULL = new Set(["photo", "video", "animation"]);

/** A node for a row of the log. */
export function newBubble() {
  const parts = Object.fromEntries(["name", "forwarded", "reply", "media", "words", "reactions", "meta", "buttons"].map((part) => [part, el("div", { class: `part ${part}` })]));
  const { buttons, ...inside } = parts;
  const more = iconButton("more", say("message_menu"), () => openActions(node.message, more), { class: "round more", tabindex: "-1", "aria-haspopup": "menu" });
  const bubble = el("div", { class: "bubble" }, Object.values(inside), more);
  const node = el("article", { class: "message", tabindex: "-1" }, el("div", { class: "beside" }), el("div", { class: "column" }, bubble, buttons));
  node.parts = parts;
  node.signs = {};
  return node;
}

/** Make the node show this row. */
export function showBubble(node, { messages, first, last }) {
  const message = messages.find((one) => one.text) ?? messages[0];
  node.message = message;
  const chat = state.chats.get(message.chat);
  const people = chat !== undefined && chat.type !== "private";
  const own = message.from.id === state.viewer;
  node.className = ["message", own ? "own" : "others", first && "first", last && "last", looks(message)].filter(Boolean).join(" ");
  node.dataset.id = messages[0].id;
  drawBeside(node, message, people && !own && last);
  drawParts(node, message, messages, people && !own && first);
  node.setAttribute("aria-label", label(message, own));
}

function looks(message) {
  const look = [`is-${message.kind}`];
  if (BARE.has(message.kind)) look.push("bare");
  if (FULL.has(message.kind)) look.push(message.text ? "full" : "full wordless");
  if (message.reactions.length > 0) look.push("reacted");
  return look.join(" ");
}

function label(message, own) {
  return say("message_of", { name: own ? say("yourself") : message.from.name, time: clock(message.date) });
}

function drawBeside(node, message, shown) {
  const beside = node.firstElementChild;
  const sign = shown ? `${message.from.id} ${message.from.name}` : "";
  if (node.signs.beside === sign) return;
  node.signs.beside = sign;
  beside.replaceChildren(...(shown ? [face(message.from.id, message.from.name)] : []));
}

function drawParts(node, message, messages, named) {
  const { text, entities, chat, topic } = message;
  part(node, "name", [named, message.from], () => named && el("span", { class: `author ${tintOf(message.from.id)}` }, message.from.name));
  part(node, "forwarded", [message.forwarded, message.via], () => origin(message));
  part(node, "reply", message.reply_to, () => message.reply_to && quote(message));
  part(node, "media", messages.map((one) => [one.kind, one.media, one.location, BARE.has(one.kind) ? "" : one.text]), () => mediaOf(messages));
  part(node, "words", [text, entities], () => text && written(text, entities, { chat, topic }));
  part(node, "reactions", message.reactions, () => reactionsOf(message));
  part(node, "meta", [message.date, message.edited, message.seen, message.kind], () => meta(message));
  part(node, "buttons", message.buttons, () => buttonsOf(message));
}

/** Draw a part anew only where what it is made of changed. */
function part(node, name, made, draw) {
  const sign = JSON.stringify(made);
  if (node.signs[name] === sign) return;
  node.signs[name] = sign;
  const place = node.parts[name];
  const focused = place.contains(document.activeElement) ? [...place.querySelectorAll("button, a")].indexOf(document.activeElement) : -1;
  const drawn = draw();
  place.replaceChildren(...(drawn ? [drawn].flat() : []));
  if (focused >= 0) keepFocus(node, place, focused);
}

/** Whoever pages with the keyboard stays on the same button, or on the message where it is gone. */
function keepFocus(node, place, index) {
  const all = [...place.querySelectorAll("button, a")];
  (all[Math.min(index, all.length - 1)] ?? node).focus({ preventScroll: true });
}

function origin({ forwarded, via }) {
  return [
    forwarded && el("p", { class: "origin" }, icon("forward"), say("forwarded_from", { name: forwarded })),
    via && el("p", { class: "origin" }, say("via", { name: `@${via.replace(/^@/, "")}` })),
  ].filter(Boolean);
}

function quote({ chat, reply_to: { id, from, kind, text } }) {
  const press = () => jumpTo(chat, id);
  const author = state.messages.get(chat)?.get(id)?.from.id ?? 0;
  const words = text || say(`kind_${kind}`);
  const attributes = { type: "button", class: `quote ${tintOf(author)}`, "aria-label": say("reply_to", { name: from, text: words }), on: { click: press } };
  return el("button", attributes, el("span", { class: "quote-name" }, from), el("span", { class: "quote-text" }, words));
}

function meta(message) {
  const own = message.from.id === state.viewer;
  const ticks = own && message.seen !== undefined && el("span", { class: "ticks", role: "img", "aria-label": say(message.seen ? "seen" : "sent") }, icon(message.seen ? "ticks" : "tick"));
  const edited = message.edited && el("span", { class: "edited", title: moment(message.edited) }, say("edited"));
  return [edited, el("time", { datetime: new Date(message.date * 1000).toISOString(), title: moment(message.date) }, clock(message.date)), ticks].filter(Boolean);
}
