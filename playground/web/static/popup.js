// A small menu at a point or beside a button, for pointer and keyboard.

import { el } from "./element.js";
import { icon } from "./icons.js";

let shown = null;

/**
 * Open a menu of `items` [{text, icon, danger, press}] labelled `label`; `head` is a row of buttons above them.
 * `at` is an element or {x, y} in the window.
 */
export function openMenu({ label, items, head = [], at }) {
  shown?.close();
  const node = el("div", { class: "popup", role: "menu", "aria-label": label });
  if (head.length > 0) node.append(el("div", { class: "popup-head", role: "group" }, head.map((one) => headButton(one))));
  node.append(...items.map((one) => itemButton(one)));
  const before = document.activeElement;
  shown = { node, close: () => close(node, before) };
  // Inside of what is being read, so that it belongs to it for screen readers too.
  document.getElementById("page").append(node);
  put(node, at);
  listen(node);
  node.querySelector("button").focus({ preventScroll: true });
}

function itemButton({ text, icon: name, danger, press }) {
  const look = danger ? "popup-item danger" : "popup-item";
  return el("button", { type: "button", role: "menuitem", class: look, tabindex: "-1", on: { click: () => choose(press) } }, name && icon(name), el("span", {}, text));
}

function headButton({ text, label, chosen, press }) {
  const attributes = { type: "button", role: "menuitemcheckbox", class: "popup-emoji", tabindex: "-1", "aria-label": label, "aria-checked": String(Boolean(chosen)) };
  return el("button", { ...attributes, on: { click: () => choose(press) } }, text);
}

function choose(press) {
  shown?.close();
  press();
}

export function closeMenu() {
  shown?.close();
}

function close(node, before) {
  if (!node.isConnected) return;
  shown = null;
  const inside = node.contains(document.activeElement);
  node.remove();
  removeEventListener("pointerdown", outside, true);
  removeEventListener("blur", closeMenu);
  if (inside && before?.isConnected) before.focus({ preventScroll: true });
}

function outside(event) {
  if (shown && !shown.node.contains(event.target)) shown.close();
}

function listen(node) {
  addEventListener("pointerdown", outside, true);
  addEventListener("blur", closeMenu);
  node.addEventListener("keydown", pressed);
  node.addEventListener("contextmenu", (event) => event.preventDefault());
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function pressed(event) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    shown?.close();
    return;
  }
  const all = [...event.currentTarget.querySelectorAll("button")];
  const now = all.indexOf(document.activeElement);
  const next = { Home: 0, End: all.length - 1 }[event.key] ?? (event.key in STEPS ? now + STEPS[event.key] : null);
  if (next === null) return;
  event.preventDefault();
  event.stopPropagation();
  all.at(next % all.length).focus();
}

/** Where it fits into the window. */
function put(node, at) {
  const point = at instanceof Element ? beside(at, node) : at;
  const left = Math.min(point.x, innerWidth - node.offsetWidth - 8);
  const top = Math.min(point.y, innerHeight - node.offsetHeight - 8);
  Object.assign(node.style, { left: `${Math.max(8, left)}px`, top: `${Math.max(8, top)}px` });
}

function beside(button, node) {
  const box = button.getBoundingClientRect();
  const above = box.bottom + node.offsetHeight > innerHeight - 8;
  return { x: Math.min(box.left, box.right - 40), y: above ? box.top - node.offsetHeight - 4 : box.bottom + 4 };
}
