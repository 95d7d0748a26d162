// Reactions below a message: pressing one gives it or takes it back.

import { attempt } from "./dialog.js";
import { el } from "./element.js";
import { act, say } from "./store.js";

export const EMOJI = ["👍", "❤️", "🔥", "🥰", "👏", "😁", "🤔", "😢", "🎉", "🙏", "🤗", "💯"];

export function reactionsOf(message) {
  if (message.reactions.length === 0) return null;
  return el("div", { class: "reactions", role: "group", "aria-label": say("reactions") }, message.reactions.map((one) => given(message, one)));
}

function given(message, { emoji, count, mine }) {
  const label = say("reaction", { emoji, count });
  const attributes = { type: "button", class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), "aria-label": label };
  return el("button", { ...attributes, on: { click: () => react(message, mine ? null : emoji) } }, el("span", {}, emoji), el("span", {}, count));
}

/** A person gives one reaction; null takes it back. */
export function react(message, emoji) {
  return attempt(() => act("react", { chat: message.chat, message: message.id, emoji }));
}

export function mineOf(message) {
  return message.reactions.find((one) => one.mine)?.emoji ?? null;
}

// The variation selector that makes a heart red is not always told.
export const same = (one, other) => one?.replace("\uFE0F", "") === other?.replace("\uFE0F", "");
