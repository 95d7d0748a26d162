// What there is to know of a chat, and to do with it: members, topics, leaving, blocking the bot.

import { attempt, confirmBox, dialog, toast } from "./dialog.js";
import { el } from "./element.js";
import { face } from "./faces.js";
import { icon } from "./icons.js";
import { adding, leads, memberList, setStatus } from "./members.js";
import { missing } from "./people.js";
import { act, on, openChat, say, state } from "./store.js";

/** The window about a chat; it follows what happens in the chat while it is open. */
export function chatInfo(chat) {
  const id = chat.id ?? chat;
  const body = el("div", { class: "info" });
  const draw = () => {
    const now = state.chats.get(id);
    if (!now) return shown?.close();
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    // What is being typed must not be drawn over.
    if (body.querySelector("input")?.value) return undefined;
    body.replaceChildren(...parts(now).filter(Boolean));
    return focused && body.querySelector(`[data-key="${focused}"]`)?.focus();
  };
  let shown = null;
  draw();
  const stops = ["chats", "bot", "people"].map((kind) => on(kind, draw));
  shown = dialog({ title: say("about_chat"), content: body, className: "tall", onclose: () => stops.forEach((stop) => stop()) });
  return shown.closed;
}

function parts(chat) {
  return chat.type === "private" ? aboutBot(chat) : aboutGroup(chat);
}

function aboutBot(chat) {
  const blocked = chat.bot === "kicked" || chat.blocked === true;
  const word = blocked ? "unblock_bot" : "block_bot";
  const press = () => attempt(() => act("block", { blocked: !blocked }));
  return [
    heading(state.bot?.id ?? chat.id, chat.title, `@${state.bot?.username ?? ""}`),
    state.bot?.description && el("p", { class: "remark" }, state.bot.description),
    el("p", { class: "remark" }, say(blocked ? "blocked_about" : "block_about")),
    line(word, "block", press, !blocked),
  ];
}

function aboutGroup(chat) {
  const count = chat.members.filter(({ status }) => !["left", "kicked"].includes(status)).length;
  const others = leads(chat) || chat.type === "group" ? adding(chat) : [];
  return [
    heading(chat.id, chat.title, `${say(`type_${chat.forum ? "forum" : chat.type}`)} · ${say("members_count", { count })}`),
    chat.linked && linkedLine(chat),
    section("members", memberList(chat)),
    others.length > 0 && section("add", el("div", { class: "choices" }, others)),
    chat.forum && section("topics", topics(chat)),
    el("div", { class: "info-lines" }, ways(chat)),
  ];
}

function heading(id, title, under) {
  return el("div", { class: "info-head" }, face(id, title), el("div", {}, el("strong", {}, title), el("span", {}, under)));
}

function section(word, content) {
  return el("section", {}, el("h3", {}, say(word)), content);
}

function line(word, shape, press, danger = false) {
  const looks = danger ? "line danger" : "line";
  return el("button", { type: "button", class: looks, dataset: { key: word }, on: { click: press } }, icon(shape), el("span", {}, say(word)));
}

function linkedLine(chat) {
  const word = chat.type === "channel" ? "open_discussion" : "open_channel";
  if (!state.chats.has(chat.linked)) return null;
  return line(word, "forward", (event) => goTo(event, chat.linked));
}

/** Leave the window for another chat. */
function goTo(event, id) {
  event.target.closest("dialog")?.querySelector(".window-close").click();
  openChat(id);
}

function topics(chat) {
  const input = el("input", { maxlength: 128, dataset: { key: "topic-name" }, placeholder: say("topic_name"), "aria-label": say("topic_name") });
  const add = async () => {
    if (!input.value.trim()) return toast(missing(input, say("title_missing")).message);
    const name = input.value.trim();
    input.value = "";
    return attempt(() => act("topic", { chat: chat.id, name }));
  };
  const enter = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add();
  };
  input.addEventListener("keydown", enter);
  const rows = chat.topics.map((topic) => el("li", {}, icon("topic"), el("span", {}, topic.name)));
  const button = el("button", { type: "button", class: "button", dataset: { key: "topic" }, on: { click: add } }, say("add"));
  return [el("ul", { class: "info-topics" }, rows), el("div", { class: "field-row" }, input, button)];
}

function ways(chat) {
  const migrate = (event) => attempt(async () => goTo(event, (await act("migrate", { chat: chat.id })).chat.id));
  const leave = async () => {
    const sentence = say("leave_sure", { chat: chat.title });
    if (!(await confirmBox(sentence, { yes: say("leave"), danger: true }))) return;
    await setStatus(chat, state.viewer, "left");
  };
  return [
    chat.type === "group" && chat.mine === "creator" && line("migrate", "grow", migrate),
    line("leave", "leave", leave, true),
  ];
}
