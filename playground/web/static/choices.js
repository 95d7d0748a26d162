// Choosing a chat, people or a place in a window.

import { dialog } from "./dialog.js";
import { el } from "./element.js";
import { face, faceOf } from "./faces.js";
import { icon } from "./icons.js";
import { say, state } from "./store.js";

/** One of the chats for which `fits(chat)`; undefined where nothing was chosen. */
export function pickChat(title, fits) {
  const chats = [...state.chats.values()].filter(fits);
  const rows = chats.map((chat) => row(faceOf(chat), chat.title, () => shown.close(chat.id)));
  const content = rows.length > 0 ? el("div", { class: "choices" }, rows) : el("p", {}, say("no_chat_to_choose"));
  const shown = dialog({ title, content, buttons: [{ text: say("cancel") }] });
  return shown.closed;
}

/** Who gets what is shared: {person} of the others here, or {chat} to write it into; undefined for nobody. */
export function pickReceiver() {
  const others = [...state.people.values()].filter((person) => person.id !== state.viewer);
  const people = others.map((person) => row(face(person.id, person.name), say("share_person", { name: person.name }), () => shown.close({ person: person.id })));
  const open = [...state.chats.values()].filter((chat) => chat.can_write && chat.type !== "private" && !chat.migrated_to);
  const chats = open.map((chat) => row(faceOf(chat), chat.title, () => shown.close({ chat: chat.id })));
  const rows = [...people, ...chats];
  const content = rows.length > 0 ? el("div", { class: "choices" }, rows) : el("p", {}, say("nobody_else"));
  const shown = dialog({ title: say("share_with"), content, buttons: [{ text: say("cancel") }] });
  return shown.closed;
}

function row(drawn, name, press) {
  return el("button", { type: "button", class: "choice", on: { click: press } }, drawn, el("span", {}, name));
}

/** Other people than the viewer, at most so many, as a list of ids; undefined where nothing was chosen. */
export function pickPeople(title, most = 1) {
  const others = [...state.people.values()].filter((person) => person.id !== state.viewer);
  if (others.length === 0) return dialog({ title, content: el("p", {}, say("nobody_else")), buttons: [{ text: say("cancel") }] }).closed;
  return most > 1 ? pickSeveral(title, others) : pickOne(title, others);
}

function pickOne(title, people) {
  const rows = people.map((person) => row(face(person.id, person.name), person.name, () => shown.close([person.id])));
  const shown = dialog({ title, content: el("div", { class: "choices" }, rows), buttons: [{ text: say("cancel") }] });
  return shown.closed;
}

function pickSeveral(title, people) {
  const ticks = people.map((person) => el("input", { type: "checkbox", value: person.id }));
  const rows = people.map((person, index) => el("label", { class: "choice" }, ticks[index], face(person.id, person.name), el("span", {}, person.name)));
  const press = () => ticks.filter((tick) => tick.checked).map((tick) => Number(tick.value));
  const buttons = [{ text: say("cancel") }, { text: say("ok"), primary: true, press }];
  return dialog({ title, content: el("div", { class: "choices" }, rows), buttons }).closed;
}

const CITIES = [
  ["Seoul", 37.5665, 126.978],
  ["Busan", 35.1796, 129.0756],
  ["Tokyo", 35.6762, 139.6503],
  ["Berlin", 52.52, 13.405],
  ["London", 51.5074, -0.1278],
  ["New York", 40.7128, -74.006],
  ["Los Angeles", 34.0522, -118.2437],
  ["Sydney", -33.8688, 151.2093],
];

/** A place as {latitude, longitude}, without asking where the person really is. */
export function pickPlace() {
  const cities = CITIES.map(([name, latitude, longitude]) =>
    row(icon("place"), cityName(name), () => shown.close({ latitude, longitude })));
  const fields = [number("latitude", 37.5665, 90), number("longitude", 126.978, 180)];
  const own = el("div", { class: "coordinates" }, fields.map(({ label }) => label));
  const send = () => {
    const [latitude, longitude] = fields.map(({ input }) => input.valueAsNumber);
    if (![latitude, longitude].every(Number.isFinite)) throw new Error(say("place_wrong"));
    return { latitude, longitude };
  };
  const content = [el("div", { class: "choices" }, cities), own];
  const buttons = [{ text: say("cancel") }, { text: say("send_this_place"), primary: true, press: send }];
  const shown = dialog({ title: say("choose_place"), content, buttons });
  return shown.closed;
}

function cityName(name) {
  const key = `city_${name.toLowerCase().replace(" ", "_")}`;
  return say(key);
}

function number(key, value, limit) {
  const input = el("input", { type: "number", min: -limit, max: limit, step: "any", value, required: true });
  return { input, label: el("label", {}, say(key), input) };
}
