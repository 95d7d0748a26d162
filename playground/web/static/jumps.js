// Going to one message: the log does it, whoever asks.

import { openChat, state, tell } from "./store.js";

/** Show this message, in its chat. */
export function jumpTo(chat, message) {
  if (state.open !== chat) openChat(chat);
  tell("jump", { chat, message });
}
