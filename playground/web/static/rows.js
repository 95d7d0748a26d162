// What a chat shows from top to bottom: days, the mark of the unread, messages with their neighbours. Pure.

import { dayNumber } from "./times.js";

const TOGETHER = 600; // seconds within which messages of one author stand together

/** The messages of a chat in order, those of one topic where one is chosen. */
export function ordered(messages, topic, topics) {
  const all = [...messages].sort((a, b) => a.id - b.id);
  return topic === null ? all : all.filter((message) => inTopic(message, topic, topics));
}

/** Topic 0 is what belongs to no other. */
function inTopic(message, topic, topics) {
  const named = topics.some(({ id }) => id === message.topic || id === message.id);
  return topic === 0 ? !named : message.topic === topic || message.id === topic;
}

/** Messages of one album stand for one; the first's id names it. */
export function grouped(messages) {
  const items = [];
  for (const message of messages) {
    const before = items.at(-1);
    if (message.album && before?.messages[0].album === message.album) before.messages.push(message);
    else items.push({ key: `m${message.id}`, kind: "message", messages: [message] });
  }
  return items;
}

/** Rows with days and the mark before the first unread one; `first` and `last` say where an author's run ends. */
export function rowsOf(items, unreadFrom = null) {
  const rows = [];
  let before = null;
  for (const item of items) {
    const message = item.messages[0];
    if (!before || dayNumber(before.date) !== dayNumber(message.date)) rows.push({ key: `d${dayNumber(message.date)}`, kind: "day", date: message.date });
    if (message.id === unreadFrom) rows.push({ key: "unread", kind: "unread" });
    const joined = before !== null && rows.at(-1).kind === "message" && together(before, message);
    if (joined) rows.at(-1).last = false;
    rows.push({ ...item, first: !joined, last: true });
    before = item.messages.at(-1);
  }
  return rows;
}

function together(before, message) {
  const plain = before.kind !== "service" && message.kind !== "service";
  return plain && before.from.id === message.from.id && before.mine === message.mine && message.date - before.date < TOGETHER;
}
