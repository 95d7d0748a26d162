// What is being written in each chat, and whether it answers or changes a message.

import { el } from "./element.js";
import { chosenTopic } from "./header.js";
import { icon, iconButton } from "./icons.js";
import { on, say, state, tell } from "./store.js";

/** The line above the field, and what goes with the words in it. */
export function mountDrafts(input) {
  const node = el("div", { class: "draft", hidden: true });
  const drafts = { node, input, kept: new Map(), chat: null };
  on("reply", (message) => begin(drafts, { reply: message }));
  on("edit", (message) => begin(drafts, { edit: message }, message.text));
  for (const kind of ["chats", "open", "messages"]) on(kind, () => follow(drafts));
  on("gone", ({ messages }) => messages.forEach((one) => forget(drafts, one)));
  return {
    node,
    take: (chat) => take(drafts, chat),
    keep: () => (now(drafts).text = input.value),
    editing: () => now(drafts).edit,
    extra: () => ({ reply_to: now(drafts).reply?.id ?? null, topic: topicOf(now(drafts).reply) }),
    done: () => done(drafts),
    cancel: () => cancel(drafts),
  };
}

const EMPTY = () => ({ text: "", reply: null, edit: null, before: "", forced: 0 });

function now({ kept, chat }) {
  if (!kept.has(chat)) kept.set(chat, EMPTY());
  return kept.get(chat);
}

function topicOf(reply) {
  return reply?.topic || chosenTopic() || null;
}

function take(drafts, chat) {
  drafts.chat = chat;
  drafts.input.value = now(drafts).text;
  show(drafts);
}

function begin(drafts, what, text = null) {
  const draft = now(drafts);
  if (draft.edit) drafts.input.value = draft.before;
  Object.assign(draft, { reply: null, edit: null, before: drafts.input.value }, what);
  if (text !== null) drafts.input.value = text;
  show(drafts);
  drafts.input.focus();
}

/** A bot may ask for an answer to one of its messages; what was put away does not come back. */
function follow(drafts) {
  const chat = state.chats.get(drafts.chat);
  const asked = chat?.keyboard?.rows.length === 0 ? chat.keyboard.message : 0;
  const draft = now(drafts);
  if (asked === draft.forced) return;
  if (draft.reply?.id === draft.forced) draft.reply = null;
  draft.forced = asked;
  const message = state.messages.get(drafts.chat)?.get(asked);
  if (message && !draft.edit) draft.reply = message;
  else if (asked && !message) draft.forced = 0;
  show(drafts);
}

function forget(drafts, { chat, id }) {
  const draft = drafts.kept.get(chat);
  if (draft?.reply?.id === id) draft.reply = null;
  if (draft?.edit?.id === id) Object.assign(draft, { edit: null, text: draft.before });
  if (chat === drafts.chat) take(drafts, chat);
}

/** Gives a function that puts everything back where it could not be sent, unless something new is there. */
function done(drafts) {
  const { chat, input } = drafts;
  const draft = now(drafts);
  const before = { text: input.value, reply: draft.reply, edit: draft.edit, before: draft.before };
  const text = draft.edit ? draft.before : "";
  Object.assign(draft, { reply: null, edit: null, before: "", text });
  input.value = text;
  show(drafts);
  return () => {
    if (draft.text !== text || draft.reply || draft.edit) return;
    Object.assign(draft, before);
    if (chat === drafts.chat) take(drafts, chat);
  };
}

/** Whether there was something to put away. */
function cancel(drafts) {
  const draft = now(drafts);
  if (!draft.reply && !draft.edit) return false;
  if (draft.edit) drafts.input.value = draft.before;
  Object.assign(draft, { reply: null, edit: null, before: "" });
  show(drafts);
  drafts.input.focus();
  return true;
}

function show(drafts) {
  const { node } = drafts;
  const { reply, edit } = now(drafts);
  const message = edit ?? reply;
  node.hidden = !message;
  if (message) {
    const title = edit ? say("editing") : say("replying_to", { name: reply.from.name });
    const words = el("span", { class: "draft-words" }, el("span", { class: "draft-title" }, title), el("span", { class: "draft-text" }, message.text || say(`kind_${message.kind}`)));
    node.replaceChildren(icon(edit ? "edit" : "reply"), words, iconButton("close", say("cancel"), () => cancel(drafts)));
  }
  tell("draft", drafts.chat);
}
