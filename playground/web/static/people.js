// Who one is on this page: everybody of the household with a press, and more people.

import { dialog } from "./dialog.js";
import { el } from "./element.js";
import { face } from "./faces.js";
import { icon } from "./icons.js";
import { act, become, onWhile, say, state } from "./store.js";

const LANGUAGES = [["ko", "한국어"], ["en", "English"]];

/** A row of everybody's initials: who is pressed is the one that looks. It follows the store by itself. */
export function peopleSwitcher() {
  const row = el("div", { class: "people-row" });
  const node = el("nav", { class: "people" }, row);
  const draw = () => {
    node.setAttribute("aria-label", say("people"));
    const pressed = row.contains(document.activeElement) ? document.activeElement.dataset.person : null;
    row.replaceChildren(...[...state.people.values()].map(personButton), addButton());
    if (pressed) row.querySelector(`[data-person="${pressed}"]`)?.focus();
  };
  onWhile(node, ["hello", "people", "unread"], draw);
  draw();
  return node;
}

function personButton(person) {
  const mine = person.id === state.viewer;
  const waiting = mine ? 0 : (state.unread[person.id] ?? 0);
  const badge = waiting > 0 && el("span", { class: "people-badge", "aria-hidden": "true" }, waiting > 99 ? "99+" : waiting);
  const name = say(mine ? "person_here" : waiting > 0 ? "person_waiting" : "person_switch", { name: person.name, count: waiting });
  const about = { "aria-label": name, title: name, "aria-pressed": String(mine), lang: person.language };
  const press = () => mine || become(person.id);
  const shown = [face(person.id, person.name), badge, el("span", { class: "people-name", "aria-hidden": "true" }, person.first_name)];
  return el("button", { type: "button", class: "people-one", dataset: { person: person.id }, ...about, on: { click: press } }, shown);
}

function addButton() {
  const shown = [el("span", { class: "face people-plus", "aria-hidden": "true" }, icon("plus")), el("span", { class: "people-name" }, say("person_more"))];
  const about = { "aria-label": say("add_person"), title: say("add_person"), dataset: { person: "new" } };
  return el("button", { type: "button", class: "people-one", ...about, on: { click: () => addPerson() } }, shown);
}

/** Ask for a name and a language, and become this person. Gives a promise of the person, or undefined. */
export async function addPerson() {
  const name = el("input", { name: "first_name", required: true, maxlength: 64, autocomplete: "off", autofocus: true });
  const language = el("select", { name: "language" }, LANGUAGES.map(([code, called]) => el("option", { value: code, selected: code === state.language }, called)));
  const content = el("div", { class: "fields" }, field(say("person_name"), name), field(say("person_language"), language), el("p", { class: "remark" }, say("add_person_note")));
  const press = async () => {
    const first_name = name.value.trim();
    if (!first_name) throw missing(name, say("name_missing"));
    return (await act("people", { first_name, language: language.value, username: "" })).person;
  };
  const buttons = [{ text: say("cancel") }, { text: say("add"), primary: true, press }];
  const person = await dialog({ title: say("add_person"), content, className: "small", buttons }).closed;
  if (person) become(person.id);
  return person;
}

/** A field under its name. */
export function field(label, input) {
  return el("label", { class: "field" }, el("span", {}, label), input);
}

/** A tick with its words, and a sentence about it where there is one. */
export function tick(label, input, about = null) {
  input.type = input.type === "radio" ? "radio" : "checkbox";
  return el("label", { class: "tick" }, input, el("span", {}, label, about && el("small", {}, about)));
}

/** The error for what was left out; the field gets the focus. */
export function missing(input, sentence) {
  input.setAttribute("aria-invalid", "true");
  input.focus();
  return new Error(sentence);
}
