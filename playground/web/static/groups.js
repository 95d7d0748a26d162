// New groups and channels.

import { dialog } from "./dialog.js";
import { el } from "./element.js";
import { face } from "./faces.js";
import { field, missing, tick } from "./people.js";
import { act, openChat, say, state } from "./store.js";

export { chatInfo } from "./info.js";

const KINDS = ["group", "supergroup", "forum"];

/** Ask what the new group shall be, make it and open it. Gives a promise of its id, or undefined. */
export function newGroup() {
  const kinds = KINDS.map((value) => el("input", { type: "radio", name: "kind", value, checked: value === KINDS[0] }));
  const rows = kinds.map((input) => tick(say(`kind_${input.value}`), input, say(`kind_${input.value}_about`)));
  const given = () => {
    const kind = kinds.find((input) => input.checked).value;
    return { supergroup: kind !== "group", forum: kind === "forum" };
  };
  return make("group", bundle(say("group_kind"), rows), given);
}

/** Ask for a new channel, with its group for comments where that is wanted, and open it. */
export function newChannel() {
  const discussed = el("input", { type: "checkbox", checked: true });
  const row = tick(say("channel_discussed"), discussed, say("channel_discussed_about"));
  return make("channel", bundle(null, [row]), () => ({ discussed: discussed.checked }));
}

/** What both need: a title, people, and whether the bot comes along; `own` is what only one of them has. */
async function make(what, own, given) {
  const title = el("input", { required: true, maxlength: 128, autocomplete: "off", autofocus: true });
  const bot = el("input", { type: "checkbox", checked: true });
  const people = peopleTicks();
  const withBot = bundle(null, [tick(say(`${what}_with_bot`, { bot: state.bot?.name ?? "" }), bot)]);
  const content = el("div", { class: "fields" }, field(say(`${what}_title`), title), people.node, withBot, own);
  const press = async () => {
    if (!title.value.trim()) throw missing(title, say("title_missing"));
    const all = { title: title.value.trim(), people: people.ids(), with_bot: bot.checked, ...given() };
    return (await act(what, all)).chat;
  };
  const buttons = [{ text: say("cancel") }, { text: say("create"), primary: true, press }];
  const chat = await dialog({ title: say(`new_${what}`), content, buttons }).closed;
  if (chat) openChat(chat.id);
  return chat?.id;
}

/** Everybody else, ticked. */
function peopleTicks() {
  const others = [...state.people.values()].filter((person) => person.id !== state.viewer);
  const inputs = others.map((person) => el("input", { type: "checkbox", value: person.id, checked: true }));
  const row = (person, at) => el("label", { class: "tick" }, inputs[at], face(person.id, person.name), el("span", {}, person.name));
  const ids = () => inputs.filter((input) => input.checked).map((input) => Number(input.value));
  return { node: others.length > 0 ? bundle(say("group_people"), others.map(row)) : null, ids };
}

function bundle(name, rows) {
  return el("fieldset", { class: "ticks" }, name && el("legend", {}, name), rows);
}
