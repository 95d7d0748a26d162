// The address names the chat that is open, so that a reload and the browser's way back keep the place.

import { on, openChat, state, talkWithBot } from "./store.js";

/** Follow the address, and write into it what is opened. Without one, the chat with the bot opens. */
export function followAddress() {
  let settled = false;
  addEventListener("hashchange", () => named() !== state.open && openChat(named()));
  on("hello", () => (settled = false));
  on("open", write);
  on("chats", () => {
    const first = !settled;
    settled = true;
    if (state.open !== null && !state.chats.has(state.open)) openChat(null);
    if (first && state.open === null) openChat(state.chats.has(named()) ? named() : talkWithBot());
  });
}

function named() {
  const id = Number(location.hash.slice(1));
  return Number.isSafeInteger(id) && id !== 0 ? id : null;
}

function write(id) {
  if (id === named()) return;
  // Back leads from a chat to the list, not through every chat that was open.
  if (id === null || named() !== null) history.replaceState(null, "", id === null ? location.pathname : `#${id}`);
  else history.pushState(null, "", `#${id}`);
}
