// How far this person has read each chat. The stand-in does not know; the browser remembers it.

import { on, state, tell } from "./store.js";

let read = new Map(); // chat id -> the last message id that was read
let fresh = false;

const place = () => `read-${state.viewer}`;

export function followReading() {
  on("hello", () => {
    fresh = localStorage.getItem(place()) === null;
    read = new Map(JSON.parse(localStorage.getItem(place()) ?? "[]"));
  });
  on("chats", ({ chats }) => chats.forEach(meet));
  addEventListener("storage", ({ key, newValue }) => {
    if (key === place() && newValue !== null) read = new Map(JSON.parse(newValue));
  });
}

/** What a person finds at the very first visit is old; and a new world may count from 1 again. */
function meet({ id, last }) {
  const end = last?.id ?? 0;
  if (fresh) read.set(id, end);
  else if ((read.get(id) ?? 0) > end) read.set(id, end);
}

export function lastRead(chat) {
  return read.get(chat) ?? 0;
}

/** Remember that everything up to this message was seen. */
export function markRead(chat, id) {
  fresh = false;
  if (id <= lastRead(chat) && localStorage.getItem(place()) !== null) return;
  read.set(chat, Math.max(id, lastRead(chat)));
  localStorage.setItem(place(), JSON.stringify([...read]));
  tell("read", chat);
}

/** How many messages of others came since. */
export function unread(chat) {
  const from = lastRead(chat);
  let count = 0;
  for (const message of state.messages.get(chat)?.values() ?? []) {
    if (message.id > from && message.from.id !== state.viewer && message.kind !== "service") count += 1;
  }
  return count;
}
