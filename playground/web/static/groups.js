// New groups and channels.

import { dialog } from "./dialog.js";
import { el } from "./element.js";
import { face } from "./faces.js";
import { field, missing, tick } from "./people.js";
import { act, openChat, say, state } from "./store.js";

export { chatInfo } from "./info.js";

const KINDS = ["group", "supergroup", "forum"];

/** Ask what the group shall be, make it and open it. */
export async function newGroup() {
  const title = el("input", { name: "title", required: true, maxlength: 128, autocomplete: "off" });
  const others = [...state.people.values()].filter((person) => person.id !== state.viewer);
  const people = others.map((person) => ({ person, input: el("input", { type: "checkbox", checked: true }) }));
  const bot = el("input", { type: "checkbox", checked: true });
  const kinds = KINDS.map((kind) => el("input", { type: "radio", name: "kind", value: kind, checked: kind === "group" }));
  const content = el(
    "div",
    { class: "fields" },
    field(say("group_title"), title),
    people.length > 0 && choices(say("group_people"), people.map(({ person, input }) => personTick(person, input))),
    tick(say("group_with_bot", { bot: state.bot?.name ?? "" }), bot),
    choices(say("group_kind"), kinds.map((input) => tick(say(`kind_${input.value}`), input, say(`kind_${input.value}_about`)))),
  );
  const wanted = () => ({
    title: title.value.trim(),
    people: people.filter(({ input }) => input.checked).map(({ person }) => person.id),
    with_bot: bot.checked,
    supergroup: !kinds[0].checked,
    forum: kinds[2].checked,
  });
  return make("new_group", content, title, () => act("group", wanted()));
}

/** Ask for a channel's title, make it, with its discussion group where that is wanted, and open it. */
export async function newChannel() {
  const title = el("input", { name: "title", required: true, maxlength: 128, autocomplete: "off" });
  const discussed = el("input", { type: "checkbox", checked: true });
  const bot = el("input", { type: "checkbox", checked: true });
  const content = el(
    "div",
    { class: "fields" },
    field(say("channel_title"), title),
    tick(say("channel_discussed"), discussed, say("channel_discussed_about")),
    tick(say("channel_with_bot", { bot: state.bot?.name ?? "" }), bot),
  );
  const wanted = () => ({ title: title.value.trim(), discussed: discussed.checked, with_bot: bot.checked });
  return make("new_channel", content, title, () => act("channel", wanted()));
}

async function make(key, content, title, doing) {
  const press = async () => {
    if (!title.value.trim()) throw missing(title, say("title_missing"));
    return (await doing()).chat;
  };
  const buttons = [{ text: say("cancel") }, { text: say("create"), primary: true, press }];
  const chat = await dialog({ title: say(key), content, buttons }).closed;
  if (chat) openChat(chat.id ?? chat);
  return chat;
}

function choices(name, ticks) {
  return el("fieldset", { class: "ticks" }, el("legend", {}, name), ticks);
}

function personTick(person, input) {
  return el("label", { class: "tick" }, input, face(person.id, person.name), el("span", {}, person.name));
}
