// The list of chats: who spoke last, when, and what is unread.

import { el } from "./element.js";
import { faceOf } from "./faces.js";
import { newChannel, newGroup } from "./groups.js";
import { actionIn, lineOf } from "./header.js";
import { iconButton } from "./icons.js";
import { togglePanel } from "./panel.js";
import { peopleSwitcher } from "./people.js";
import { openMenu } from "./popup.js";
import { followReading, unread } from "./reading.js";
import { on, openChat, say, state } from "./store.js";
import { storyButton } from "./story.js";
import { isDark, turnTheme } from "./theme.js";
import { shortTime } from "./times.js";

export function mountChats(place) {
  followReading();
  const tools = el("div", { class: "chats-tools" });
  const list = el("ul", { class: "chats-list" });
  const foot = el("p", { class: "chats-foot" });
  const parts = { tools, list, foot, rows: new Map() };
  place.append(el("header", { class: "chats-head" }, tools), peopleSwitcher(), el("nav", { class: "chats-field" }, list), storyButton(), foot);
  on("hello", () => showTools(parts));
  for (const kind of ["chats", "messages", "gone", "open", "read", "doing", "bot", "story"]) on(kind, () => later(parts));
  list.addEventListener("keydown", (event) => walk(event));
}

function showTools({ tools, list, foot }) {
  list.parentElement.setAttribute("aria-label", say("chats"));
  const theme = iconButton(isDark() ? "sun" : "moon", say("turn_theme"), () => {
    turnTheme();
    showTools({ tools, list, foot });
    tools.querySelector(".turn-theme").focus();
  }, { class: "round turn-theme" });
  const more = iconButton("plus", say("new_chat"), () => openMenu({ label: say("new_chat"), items: kinds(), at: more }), { "aria-haspopup": "menu" });
  const panel = iconButton("panel", say("developers"), () => togglePanel());
  tools.replaceChildren(el("span", { class: "chats-title" }, "mind-gitter"), panel, theme, more);
  foot.textContent = state.kept ? say("local_stand_in") : `${say("local_stand_in")} ${say("chats_end")}`;
}

function kinds() {
  return [
    { text: say("new_group"), icon: "group", press: () => newGroup() },
    { text: say("new_channel"), icon: "bell", press: () => newChannel() },
  ];
}

/** Many events come together; the list is drawn once for them. */
function later(parts) {
  if (parts.waiting) return;
  parts.waiting = true;
  requestAnimationFrame(() => {
    parts.waiting = false;
    draw(parts);
  });
}

function draw({ list, rows }) {
  // A group that became another one is seen only there, as in the apps.
  const chats = [...state.chats.values()].filter((chat) => !chat.migrated_to);
  for (const [id, row] of rows) {
    if (chats.some((chat) => chat.id === id)) continue;
    row.remove();
    rows.delete(id);
  }
  chats.forEach((chat, index) => {
    if (!rows.has(chat.id)) rows.set(chat.id, newRow(chat.id));
    const row = rows.get(chat.id);
    show(row, chat);
    if (list.children[index] !== row) keepingFocus(() => list.insertBefore(row, list.children[index] ?? null));
  });
  const here = rows.get(state.open) ?? list.firstElementChild;
  for (const row of rows.values()) row.firstElementChild.tabIndex = row === here ? 0 : -1;
}

function keepingFocus(move) {
  const focused = document.activeElement;
  move();
  if (document.activeElement !== focused) focused?.focus?.({ preventScroll: true });
}

function newRow(id) {
  const words = el("span", { class: "row-words" });
  return el("li", {}, el("button", { type: "button", class: "row", on: { click: () => openChat(id) } }, words));
}

function show(row, chat) {
  const button = row.firstElementChild;
  const count = chat.id === state.open && document.hasFocus() ? 0 : unread(chat.id);
  const chosen = chat.id === state.open;
  button.classList.toggle("chosen", chosen);
  if (chosen) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
  const sign = JSON.stringify([chat.title, chat.last, count, actionIn(chat.id), state.language]);
  if (row.dataset.sign === sign) return;
  row.dataset.sign = sign;
  const time = chat.last ? el("time", { class: "row-time" }, shortTime(chat.last.date)) : null;
  const badge = count > 0 ? el("span", { class: "badge", role: "img", "aria-label": say("unread_count", { count }) }, count) : null;
  button.replaceChildren(faceOf(chat), el("span", { class: "row-words" },
    el("span", { class: "row-top" }, el("span", { class: "row-title" }, chat.title), time),
    el("span", { class: "row-bottom" }, lastLine(chat), badge)));
}

function lastLine(chat) {
  if (actionIn(chat.id)) return el("span", { class: "row-last active" }, lineOf(chat));
  if (!chat.last) return el("span", { class: "row-last" }, say("nothing_yet"));
  const { from, kind, text } = chat.last;
  const own = from === state.people.get(state.viewer)?.name;
  const who = kind === "service" || (chat.type === "private" && !own) || chat.type === "channel" ? "" : `${own ? say("yourself") : from}: `;
  const words = text.replace(/\s+/g, " ") || say(`kind_${kind}`);
  return el("span", { class: "row-last" }, el("span", { class: "row-who" }, who), words);
}

function walk(event) {
  const now = event.target.closest("li");
  const next = { ArrowDown: now?.nextElementSibling, ArrowUp: now?.previousElementSibling, Home: event.currentTarget.firstElementChild, End: event.currentTarget.lastElementChild }[event.key];
  if (!next) return;
  event.preventDefault();
  next.firstElementChild.focus();
}
