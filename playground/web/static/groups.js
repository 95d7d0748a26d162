// New groups and channels.

import { dialog } from "./dialog.js";
import { el } from "./element.js";
import { face } from "./faces.js";
import { field, missing, tick } from "./people.js";
import { act, openChat, say, state } from "./store.js";

export { chatInfo } from "./info.js";

const KINDS = ["group", "supergroup", "forum", "channel"];

/** Ask for a new channel, with its group for comments where that is wanted, and open it. */
export function newChannel() {
  return newGroup("channel");
}

/** Ask what the new group (or channel) shall be, make it and open it. Gives a promise of its id, or undefined. */
export async function newGroup(kind = "group") {
  const parts = fields(kind);
  const choose = () => {
    const channel = parts.kind() === "channel";
    parts.discussion.hidden = !channel;
    parts.name.textContent = say(channel ? "channel_title" : "group_title");
  };
  parts.kinds.forEach((input) => input.addEventListener("change", choose));
  choose();
  const press = () => make(parts);
  const buttons = [{ text: say("cancel") }, { text: say("create"), primary: true, press }];
  const chat = await dialog({ title: say("new_group"), content: parts.node, buttons }).closed;
  if (chat) openChat(chat.id ?? chat);
  return chat?.id ?? chat;
}

function fields(kind) {
  const title = el("input", { required: true, maxlength: 128, autocomplete: "off", autofocus: true });
  const name = el("span", {});
  const bot = el("input", { type: "checkbox", checked: true });
  const discussed = el("input", { type: "checkbox", checked: true });
  const kinds = KINDS.map((value) => el("input", { type: "radio", name: "kind", value, checked: value === kind }));
  const people = peopleTicks();
  const discussion = tick(say("channel_discussed"), discussed, say("channel_discussed_about"));
  const shapes = kinds.map((input) => tick(say(`kind_${input.value}`), input, say(`kind_${input.value}_about`)));
  const node = el(
    "div",
    { class: "fields" },
    el("label", { class: "field" }, name, title),
    people?.node,
    el("div", { class: "ticks" }, tick(say("group_with_bot", { bot: state.bot?.name ?? "" }), bot), discussion),
    group(say("group_kind"), shapes),
  );
  return { node, title, name, bot, discussed, discussion, kinds, people, kind: () => kinds.find((input) => input.checked).value };
}

/** Everybody else, ticked; null where one is alone. */
function peopleTicks() {
  const others = [...state.people.values()].filter((person) => person.id !== state.viewer);
  if (others.length === 0) return null;
  const inputs = others.map((person) => el("input", { type: "checkbox", value: person.id, checked: true }));
  const rows = others.map((person, at) => el("label", { class: "tick" }, inputs[at], face(person.id, person.name), el("span", {}, person.name)));
  return { node: group(say("group_people"), rows), ids: () => inputs.filter((input) => input.checked).map((input) => Number(input.value)) };
}

function group(name, rows) {
  return el("fieldset", { class: "ticks" }, el("legend", {}, name), rows);
}

async function make(parts) {
  const title = parts.title.value.trim();
  if (!title) throw missing(parts.title, say("title_missing"));
  const kind = parts.kind();
  const given = { title, with_bot: parts.bot.checked, people: parts.people?.ids() ?? [] };
  if (kind === "channel") return (await act("channel", { ...given, discussed: parts.discussed.checked })).chat;
  return (await act("group", { ...given, supergroup: kind !== "group", forum: kind === "forum" })).chat;
}
