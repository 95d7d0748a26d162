// Going to one message: the log does it, whoever asks.

import { openChat, state, tell } from "./store.js";

/** Show this message, in its chat, and go there with the keyboard unless `focus` is false. */
export function jumpTo(chat, message, { focus = true } = {}) {
  if (state.open !== chat) openChat(chat);
  tell("jump", { chat, message, focus });
}
