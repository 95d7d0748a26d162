// A circle with initials for who has no picture, and the colour of a name.

import { el } from "./element.js";
import { state } from "./store.js";

const TINTS = 7;

export function tintOf(id) {
  return `tint-${Math.abs(id) % TINTS}`;
}

/** Decoration beside the written name, so nothing of it is read out. */
export function face(id, name) {
  return el("span", { class: `face ${tintOf(id)}`, "aria-hidden": "true" }, initials(name));
}

/** A private chat has the bot's face, whoever looks. */
export function faceOf(chat) {
  return face(chat.type === "private" ? (state.bot?.id ?? 0) : chat.id, chat.title);
}

function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0]);
  return letters.join("").toLocaleUpperCase();
}
