// The commands of a chat: all of them from the button, those that fit while "/" is typed.

import { el } from "./element.js";
import { say, state } from "./store.js";

/** A list above the field; `choose(command)` sends one. */
export function showCommands(input, choose) {
  const list = el("ul", { class: "commands", role: "listbox", id: "commands", tabindex: "-1", hidden: true });
  const menu = { list, input, choose, options: [], at: 0, asked: false };
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", () => setTimeout(() => list.contains(document.activeElement) || close(menu), 150));
  return { node: list, toggle: () => toggle(menu), typed: () => typed(menu), pressed: (event) => pressed(menu, event) };
}

function toggle(menu) {
  if (!menu.list.hidden) return close(menu);
  menu.asked = true;
  menu.input.focus();
  return open(menu, state.chats.get(state.open)?.commands ?? []);
}

function typed(menu) {
  const started = /^\/([a-z0-9_]*)$/i.exec(menu.input.value);
  if (!started) return menu.asked && menu.input.value === "" ? undefined : close(menu);
  menu.asked = false;
  const all = state.chats.get(state.open)?.commands ?? [];
  return open(menu, all.filter(({ command }) => command.startsWith(started[1].toLowerCase())));
}

function open(menu, commands) {
  const { list, input } = menu;
  const sign = JSON.stringify(commands);
  if (commands.length === 0) return close(menu);
  if (list.hidden || list.dataset.sign !== sign) {
    list.dataset.sign = sign;
    list.setAttribute("aria-label", say("commands"));
    menu.options = commands.map((one, index) => option(menu, one, index));
    list.replaceChildren(...menu.options);
    list.hidden = false;
    mark(menu, 0);
  }
  input.setAttribute("aria-controls", "commands");
  return undefined;
}

function option(menu, { command, description }, index) {
  const press = () => choose(menu, command);
  const attributes = { role: "option", id: `command-${index}`, class: "command", "aria-selected": "false", on: { click: press } };
  return Object.assign(el("li", attributes, el("b", {}, `/${command}`), el("span", {}, description)), { command });
}

function choose(menu, command) {
  close(menu);
  menu.choose(command);
}

function close(menu) {
  if (menu.list.hidden) return;
  menu.asked = false;
  menu.list.hidden = true;
  menu.input.removeAttribute("aria-activedescendant");
}

function mark(menu, at) {
  menu.at = (at + menu.options.length) % menu.options.length;
  menu.options.forEach((one, index) => one.setAttribute("aria-selected", String(index === menu.at)));
  menu.options[menu.at].scrollIntoView({ block: "nearest" });
  menu.input.setAttribute("aria-activedescendant", menu.options[menu.at].id);
}

/** Whether the key was for the list. */
function pressed(menu, event) {
  if (menu.list.hidden) return false;
  const chosen = menu.options[menu.at]?.command;
  const keys = {
    ArrowDown: () => mark(menu, menu.at + 1),
    ArrowUp: () => mark(menu, menu.at - 1),
    Enter: () => choose(menu, chosen),
    Tab: () => complete(menu, chosen),
    Escape: () => close(menu),
  };
  if (!(event.key in keys) || event.shiftKey) return false;
  event.preventDefault();
  keys[event.key]();
  return true;
}

/** Write the command out, for what comes behind it. */
function complete(menu, command) {
  menu.input.value = `/${command} `;
  menu.input.dispatchEvent(new Event("input"));
}
