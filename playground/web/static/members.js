// What one sees of a chat's members, and what one can make of them.

import { attempt, confirmBox, dialog } from "./dialog.js";
import { el } from "./element.js";
import { face } from "./faces.js";
import { icon } from "./icons.js";
import { tick } from "./people.js";
import { act, say, state } from "./store.js";

const ADMINS = new Set(["creator", "administrator"]);
const GONE = new Set(["left", "kicked"]);

// What an administrator may, by the Bot API's names; the last are for channels, and for all.
const RIGHTS = {
  group: ["can_delete_messages", "can_restrict_members", "can_invite_users", "can_pin_messages", "can_promote_members", "can_change_info"],
  forum: ["can_manage_topics"],
  channel: ["can_post_messages", "can_edit_messages", "can_delete_messages", "can_invite_users", "can_promote_members", "can_change_info"],
};

export function leads(chat) {
  return ADMINS.has(chat.mine);
}

/** The list of members, each with what can be done about them. */
export function memberList(chat) {
  const here = chat.members.filter((member) => !GONE.has(member.status));
  return el("ul", { class: "members" }, here.map((member) => memberRow(chat, member)));
}

function memberRow(chat, member) {
  const mine = member.id === state.viewer;
  const name = [member.name, mine && el("small", {}, say("you")), member.is_bot && el("small", {}, say("bot"))];
  const who = el("span", { class: "member-name" }, name);
  const status = el("span", { class: `member-status ${member.status}` }, say(`status_${member.status}`));
  const can = leads(chat) && !mine && member.status !== "creator" ? doings(chat, member) : null;
  return el("li", { class: "member" }, face(member.id, member.name), el("div", { class: "member-text" }, who, status), can);
}

function doings(chat, member) {
  const change = ADMINS.has(member.status)
    ? small("demote", member, () => setStatus(chat, member.id, "member"))
    : small("promote", member, () => promote(chat, member));
  return el("div", { class: "member-doings" }, change, small("remove", member, () => remove(chat, member)));
}

function small(word, member, press) {
  const about = { "aria-label": say(`${word}_whom`, { name: member.name }), dataset: { key: `${word}-${member.id}` } };
  return el("button", { type: "button", class: "button small", ...about, on: { click: press } }, say(word));
}

export function setStatus(chat, person, status, rights = {}) {
  return attempt(() => act("member", { chat: chat.id, person, status, rights }));
}

/** Choose an administrator's rights, and give them. */
async function promote(chat, member) {
  const names = chat.type === "channel" ? RIGHTS.channel : [...RIGHTS.group, ...(chat.forum ? RIGHTS.forum : [])];
  const rights = names.map((name) => ({ name, input: el("input", { type: "checkbox", checked: true }) }));
  const hidden = el("input", { type: "checkbox" });
  const ticks = rights.map(({ name, input }) => tick(say(name), input));
  if (chat.type === "supergroup" && !member.is_bot) ticks.push(tick(say("is_anonymous"), hidden));
  const press = () => {
    const given = Object.fromEntries(rights.map(({ name, input }) => [name, input.checked]));
    return act("member", { chat: chat.id, person: member.id, status: "administrator", rights: { ...given, is_anonymous: hidden.checked } });
  };
  const buttons = [{ text: say("cancel") }, { text: say("promote"), primary: true, press }];
  const content = el("fieldset", { class: "ticks" }, el("legend", {}, say("rights_of", { name: member.name })), ticks);
  return dialog({ title: say("promote_whom", { name: member.name }), content, className: "small", buttons }).closed;
}

async function remove(chat, member) {
  const sentence = say("remove_sure", { name: member.name, chat: chat.title });
  if (await confirmBox(sentence, { yes: say("remove"), danger: true })) await setStatus(chat, member.id, "kicked");
}

/** Everybody who could still be added, the bot included. */
export function adding(chat) {
  const inside = new Set(chat.members.filter((member) => !GONE.has(member.status)).map((member) => member.id));
  const people = [...state.people.values(), ...(state.bot ? [{ ...state.bot, is_bot: true }] : [])];
  const outside = people.filter((person) => !inside.has(person.id) && person.id !== state.viewer);
  const asWhat = (person) => (chat.type === "channel" && person.is_bot ? "administrator" : "member");
  const button = (person) => {
    const face_ = face(person.id, person.name);
    const press = () => setStatus(chat, person.id, asWhat(person));
    const about = { dataset: { key: `add-${person.id}` } };
    return el("button", { type: "button", class: "choice", ...about, on: { click: press } }, face_, el("span", {}, say("add_whom", { name: person.name })), icon("plus"));
  };
  return outside.map(button);
}
