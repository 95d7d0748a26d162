// What stands in an empty chat: what the bot is for, and how to begin.

import { el } from "./element.js";
import { icon } from "./icons.js";
import { on, say, state } from "./store.js";
import { storyButton } from "./story.js";

/** Whether the viewer has yet to press START here. */
export function waitsForStart(chat) {
  return chat?.type === "private" && !chat.started;
}

export function mountStart(place) {
  const node = el("div", { class: "start", hidden: true });
  place.prepend(node);
  for (const kind of ["open", "bot", "chats", "messages", "hello"]) on(kind, () => show(node));
}

function show(node) {
  const chat = state.chats.get(state.open);
  const empty = chat !== undefined && (state.messages.get(chat.id)?.size ?? 0) === 0;
  const sign = JSON.stringify([state.open, empty, state.bot?.description, state.language]);
  if (node.dataset.sign === sign) return;
  node.dataset.sign = sign;
  node.hidden = !empty || state.bot === null;
  if (!node.hidden) node.replaceChildren(...(chat.type === "private" ? about() : [el("p", {}, say("nothing_yet"))]));
}

function about() {
  const description = state.bot.description.trim();
  return [
    el("span", { class: "start-mark" }, icon("round")),
    el("h2", {}, description ? say("what_can_it_do") : state.bot.name),
    description ? el("p", { class: "start-words" }, description) : null,
    storyButton({ told: true }),
  ].filter(Boolean);
}
