// The head of the open chat: title, who is there or what the bot is doing, topics, and search.

import { el } from "./element.js";
import { faceOf } from "./faces.js";
import { mountFind, toggleFind } from "./find.js";
import { chatInfo } from "./groups.js";
import { iconButton } from "./icons.js";
import { on, openChat, say, state, tell } from "./store.js";

const ACTION_SECONDS = 5;
const doing = new Map(); // chat id -> {action, timer}

/** What the bot says it is doing in a chat, such as "typing"; null for nothing. */
export function actionIn(chat) {
  return doing.get(chat)?.action ?? null;
}

export function mountHeader(place) {
  const head = { back: el("span", {}), title: el("span", { class: "head-title" }), line: el("span", { class: "head-line" }), face: el("span", {}) };
  const about = el("button", { type: "button", class: "head-about", on: { click: () => chatInfo(state.open) } }, head.face, el("span", { class: "head-words" }, head.title, head.line));
  const tools = el("div", { class: "head-tools" });
  const node = el("header", { class: "head", hidden: true }, head.back, about, tools);
  const topics = el("div", { class: "topics", role: "tablist", hidden: true });
  place.append(node, topics);
  mountFind(place);
  const draw = () => show({ node, ...head, about, tools, topics });
  for (const kind of ["open", "chats", "bot", "hello", "doing", "people", "connected"]) on(kind, draw);
  on("open", () => (topic.chosen = null));
  on("topic", draw);
  on("action", ({ chat, action }) => note(chat, action));
  on("messages", ({ messages }) => messages.forEach((message) => message.from.is_bot && note(message.chat, null)));
}

const topic = { chosen: null };

/** The topic of the forum that is shown: null for all, 0 for what is in none. */
export function chosenTopic() {
  return topic.chosen;
}

function note(chat, action) {
  clearTimeout(doing.get(chat)?.timer);
  if (!action && !doing.has(chat)) return;
  doing.delete(chat);
  if (action) doing.set(chat, { action, timer: setTimeout(() => note(chat, null), ACTION_SECONDS * 1000) });
  tell("doing", chat);
}

function show(parts) {
  const chat = state.chats.get(state.open);
  parts.node.hidden = chat === undefined;
  document.getElementById("page").dataset.pane = chat ? "chat" : "chats";
  document.title = chat ? `${chat.title} · mind-gitter` : "mind-gitter";
  showTopics(parts.topics, chat);
  if (!chat) return;
  showTools(parts);
  parts.title.textContent = chat.title;
  parts.face.replaceChildren(faceOf(chat));
  parts.line.textContent = lineOf(chat);
  parts.line.classList.toggle("active", actionIn(chat.id) !== null);
  parts.about.title = say("chat_info");
}

/** Words come with the stream, so what has a name is made after that. */
function showTools({ back, tools }) {
  if (tools.dataset.language === state.language) return;
  tools.dataset.language = state.language;
  back.replaceChildren(iconButton("back", say("back_to_chats"), () => openChat(null), { class: "round head-back" }));
  tools.replaceChildren(iconButton("find", say("find_here"), toggleFind));
}

export function lineOf(chat) {
  const action = actionIn(chat.id);
  if (action) return say(ACTIONS[action] ?? "doing_typing");
  if (chat.type === "private") return say(`bot_is_${chat.bot === "kicked" ? "blocked" : (state.bot?.state ?? "starting")}`);
  return say(chat.type === "channel" ? "subscribers" : "member_count", { count: chat.members.length });
}

const ACTIONS = {
  typing: "doing_typing",
  upload_photo: "doing_photo",
  upload_video: "doing_video",
  record_video: "doing_video",
  upload_video_note: "doing_video",
  record_video_note: "doing_video",
  upload_document: "doing_file",
  record_voice: "doing_typing",
};

function showTopics(node, chat) {
  const named = chat?.forum ? chat.topics : [];
  node.hidden = named.length === 0;
  const all = [{ id: null, name: say("all_topics") }, { id: 0, name: say("general_topic") }, ...named];
  const sign = JSON.stringify([chat?.id, all, topic.chosen]);
  if (node.hidden || node.dataset.sign === sign) return;
  node.dataset.sign = sign;
  node.setAttribute("aria-label", say("topics"));
  node.replaceChildren(...all.map((one) => tab(one)));
  node.onkeydown = (event) => walk(node, event);
}

function tab({ id, name }) {
  const chosen = topic.chosen === id;
  const press = () => {
    topic.chosen = id;
    tell("topic", id);
  };
  return el("button", { type: "button", role: "tab", class: "topic", "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", on: { click: press } }, name);
}

function walk(node, event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...node.children];
  const next = (all.indexOf(document.activeElement) + step + all.length) % all.length;
  all[next].click();
  node.children[next].focus();
}
