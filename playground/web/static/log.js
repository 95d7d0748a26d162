// The messages of the open chat: grows upward on demand, stays at its end while one reads there, and
// never moves what is being read when something above changes.

import { offerActions } from "./actions.js";
import { newBubble, showBubble } from "./bubble.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { lastRead, markRead, unread } from "./reading.js";
import { grouped, ordered, rowsOf } from "./rows.js";
import { mountStart } from "./start.js";
import { on, say, state } from "./store.js";
import { dayName } from "./times.js";

const PAGE = 50; // messages drawn at a time
const DAY_SHOWN = 1500; // milliseconds after scrolling
const NEAR = 60; // pixels from the end that still are the end

export function mountLog(place) {
  const list = el("div", { class: "rows", role: "log", "aria-live": "polite" });
  const field = el("div", { class: "log", tabindex: "-1" }, list);
  const down = downButton();
  const log = { place, list, field, down, nodes: new Map(), chat: null, topic: null, viewer: 0, shown: PAGE, unreadFrom: null, atEnd: true };
  place.append(el("div", { class: "log-field" }, field, down.node));
  mountStart(field);
  listen(log);
  offerActions(list, ({ target }) => target.closest(".message")?.message);
}

function downButton() {
  const count = el("span", { class: "badge" });
  const node = el("button", { type: "button", class: "round down", hidden: true }, icon("down"), count);
  return { node, count };
}

function listen(log) {
  on("open", (id) => open(log, id));
  on("topic", (topic) => open(log, log.chat, topic));
  on("jump", (place) => requestAnimationFrame(() => jump(log, place)));
  on("people", () => draw(log));
  on("chats", () => draw(log));
  on("gone", () => draw(log));
  on("hello", () => log.viewer !== state.viewer && clear(log));
  on("story", () => (log.viewer === state.viewer ? draw(log) : arrive(log)));
  on("messages", ({ messages }) => heard(log, messages));
  on("sent", () => end(log));
  log.field.addEventListener("scroll", () => scrolled(log), { passive: true });
  log.list.addEventListener("keydown", (event) => walk(event));
  log.down.node.addEventListener("click", () => goDown(log));
  addEventListener("focus", () => read(log));
  const resized = new ResizeObserver(() => log.atEnd && end(log));
  for (const node of [log.list, log.field]) resized.observe(node);
}

/** Somebody else looks: what stood here was told from another's side. */
function clear(log) {
  log.nodes.clear();
  log.list.replaceChildren();
}

/** All has come that this person sees: now it is known what is unread. */
function arrive(log) {
  log.viewer = state.viewer;
  if (log.chat !== null) open(log, log.chat, log.topic);
}

function open(log, chat, topic = null) {
  Object.assign(log, { chat, topic, shown: PAGE, atEnd: true });
  const first = items(log).flatMap((item) => item.messages).find((one) => one.id > lastRead(chat) && one.from.id !== state.viewer);
  log.unreadFrom = first?.id ?? null;
  clear(log);
  log.list.setAttribute("aria-label", say("messages_of", { title: state.chats.get(chat)?.title ?? "" }));
  draw(log);
  end(log);
  const mark = log.nodes.get("unread");
  if (mark && mark.offsetTop < log.field.scrollTop) mark.scrollIntoView({ block: "start" });
}

function items(log) {
  const messages = state.messages.get(log.chat)?.values() ?? [];
  return grouped(ordered(messages, log.topic, state.chats.get(log.chat)?.topics ?? []));
}

/** What is told at first comes in pieces; the log waits for the whole of it where it shows something already. */
function heard(log, messages) {
  if (!messages.some((message) => message.chat === log.chat)) return;
  const mine = messages.some((message) => message.from.id === state.viewer && message.chat === log.chat && !log.nodes.has(`m${message.id}`));
  draw(log);
  if (mine && !state.loading) end(log);
}

function draw(log) {
  if (log.chat === null || (state.loading && log.nodes.size > 0)) return;
  const all = items(log);
  const rows = rowsOf(all.slice(-log.shown), log.unreadFrom);
  log.list.setAttribute("aria-busy", String(state.loading));
  const held = log.atEnd ? null : hold(log);
  place(log, rows);
  log.field.classList.toggle("empty", all.length === 0);
  if (log.atEnd) end(log);
  else held?.();
  coverDays(log);
  read(log);
}

/** Days stay at the top one upon the other; only the last of them is shown. */
function coverDays({ list }) {
  const days = [...list.querySelectorAll(":scope > .day")];
  const boxes = days.map((day) => day.getBoundingClientRect());
  days.forEach((day, at) => day.classList.toggle("covered", at + 1 < days.length && boxes[at + 1].top < boxes[at].bottom));
}

/** Remember where the first wholly visible message stands; the function puts it there again. */
function hold(log) {
  const top = log.field.scrollTop;
  const all = [...log.list.querySelectorAll(":scope > .message")];
  const node = all.find((one) => one.offsetTop >= top) ?? all.at(-1);
  const before = node ? node.offsetTop - top : 0;
  return () => {
    if (node?.isConnected) log.field.scrollTop = node.offsetTop - before;
  };
}

function place(log, rows) {
  const wanted = new Set(rows.map((row) => row.key));
  for (const [key, node] of log.nodes) {
    if (wanted.has(key)) continue;
    if (node.contains(document.activeElement)) (node.nextElementSibling ?? log.field).focus?.({ preventScroll: true });
    node.remove();
    log.nodes.delete(key);
  }
  let cursor = log.list.firstElementChild;
  for (const row of rows) {
    const node = nodeOf(log, row);
    if (node === cursor) cursor = cursor.nextElementSibling;
    else log.list.insertBefore(node, cursor);
  }
  const last = log.list.lastElementChild;
  for (const node of log.list.querySelectorAll('[tabindex="0"].message')) node.tabIndex = -1;
  if (last?.classList.contains("message")) last.tabIndex = 0;
}

function nodeOf(log, row) {
  const known = log.nodes.get(row.key);
  const node = known ?? MAKE[row.kind](row);
  log.nodes.set(row.key, node);
  if (row.kind === "message") showRow(node, row);
  return node;
}

const MAKE = {
  day: ({ date }) => el("div", { class: "day" }, el("span", {}, dayName(date))),
  unread: () => el("div", { class: "unread-mark" }, say("unread_messages")),
  message: ({ messages }) => (messages[0].kind === "service" ? el("div", { class: "notice" }) : newBubble()),
};

function showRow(node, row) {
  const [message] = row.messages;
  if (message.kind !== "service") return showBubble(node, row);
  if (node.textContent !== message.text) node.replaceChildren(el("span", {}, message.text));
  node.dataset.id = message.id;
  return undefined;
}

function end(log) {
  log.field.scrollTop = log.field.scrollHeight;
  log.atEnd = true;
  read(log);
}

function scrolled(log) {
  const { field } = log;
  log.atEnd = field.scrollHeight - field.scrollTop - field.clientHeight < NEAR;
  if (field.scrollTop < 200) older(log);
  read(log);
  field.classList.add("scrolling");
  coverDays(log);
  clearTimeout(log.rest);
  log.rest = setTimeout(() => field.classList.remove("scrolling"), DAY_SHOWN);
}

function older(log) {
  if (items(log).length <= log.shown) return;
  log.shown += PAGE;
  draw(log);
}

/** What stands at the end is read while the page is looked at. */
function read(log) {
  const last = Math.max(0, ...(state.messages.get(log.chat)?.keys() ?? []));
  const looked = log.chat !== null && document.visibilityState === "visible" && !state.loading;
  if (looked && log.atEnd && last > 0) markRead(log.chat, last);
  const left = log.chat === null ? 0 : unread(log.chat);
  log.down.node.hidden = log.atEnd;
  log.down.count.textContent = left > 0 ? left : "";
  log.down.node.setAttribute("aria-label", left > 0 ? say("down_unread", { count: left }) : say("down"));
}

function goDown(log) {
  end(log);
  log.list.lastElementChild?.focus({ preventScroll: true });
}

function jump(log, { chat, message, focus }) {
  if (chat !== log.chat) return;
  const at = (list) => list.findIndex((item) => item.messages.some((one) => one.id === message));
  if (log.topic !== null && at(items(log)) < 0) open(log, chat);
  const all = items(log);
  const index = at(all);
  if (index < 0) return;
  log.shown = Math.max(log.shown, all.length - index + PAGE / 2);
  log.atEnd = false;
  draw(log);
  const node = log.nodes.get(all[index].key);
  node.scrollIntoView({ block: "center" });
  node.classList.add("flash");
  node.addEventListener("animationend", () => node.classList.remove("flash"), { once: true });
  if (focus) node.focus({ preventScroll: true });
}

/** The arrows go from message to message where one of them has the focus. */
function walk(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const now = event.target;
  if (!step || !now.classList.contains("message")) return;
  event.preventDefault();
  let next = now[step];
  while (next && !next.classList.contains("message")) next = next[step];
  next?.focus();
}
