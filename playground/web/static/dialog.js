// Windows over the page, and sentences that pass: what a person is asked or told outside the chat.

import { el } from "./element.js";
import { say } from "./store.js";

const REACHABLE = "a[href], button:enabled, input:enabled, select, textarea, video[controls], [tabindex='0']";

let made = 0;

/**
 * Open a window. `content` is a node, several, or text. `buttons` are [{text, primary, danger, disabled, value, press}]:
 * `press(shown)` may be async; the window closes after it with what it gives (or `value`), unless it gives false or
 * throws, when the error is shown in the window. Enter in a field presses the primary button.
 * `onclose(value)` is called once, however the window closes; undefined: without an answer.
 * `flush` leaves out the room around the content, `className` is for the window's style ("small", "wide").
 * Gives {node, body, close(value), closed: a promise of the value, complain(text), button(index)}.
 */
export function dialog({ title, content, buttons = [], onclose, className = "", flush = false }) {
  const before = document.activeElement;
  const parts = frame(title, content, flush);
  const shown = { node: el("dialog", { class: `window ${className}`, "aria-labelledby": parts.id, tabindex: "-1" }, parts.form), body: parts.body };
  shown.complain = (text) => (parts.complaint.textContent = text);
  shown.button = (index) => parts.foot.children[index];
  shown.closed = new Promise((settle) => {
    shown.close = (value) => {
      if (!shown.node.isConnected) return;
      const passing = shown.node.querySelectorAll(".toast");
      shown.node.close();
      shown.node.remove();
      if (passing.length > 0) toasts().append(...passing);
      giveFocusBack(before);
      onclose?.(value);
      settle(value);
    };
  });
  parts.leave.addEventListener("click", () => shown.close());
  addButtons(shown, parts, buttons);
  listen(shown);
  document.body.append(shown.node);
  shown.node.showModal();
  focusFirst(shown.node);
  return shown;
}

function frame(title, content, flush) {
  const id = `window-${(made += 1)}`;
  const cross = el("span", { class: "cross", "aria-hidden": "true" });
  const leave = el("button", { type: "button", class: "window-close", "aria-label": say("close") }, cross);
  const head = el("header", { class: "window-head" }, el("h2", { id }, title), leave);
  const body = el("div", { class: flush ? "window-body flush" : "window-body" }, content ?? "");
  const complaint = el("p", { class: "window-complaint", role: "alert" });
  const foot = el("div", { class: "window-foot" });
  const form = el("form", { class: "window-frame", novalidate: true }, head, body, complaint, foot);
  return { id, leave, body, complaint, foot, form };
}

function addButtons(shown, { form, foot }, buttons) {
  foot.hidden = buttons.length === 0;
  for (const button of buttons) foot.append(footButton(shown, button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const primary = buttons.find((button) => button.primary);
    if (primary && !foot.querySelector("[type=submit]").disabled) press(shown, primary);
  });
}

function footButton(shown, button) {
  const looks = ["button", button.primary && "primary", button.danger && "danger"].filter(Boolean).join(" ");
  const type = button.primary ? "submit" : "button";
  const node = el("button", { type, class: looks, disabled: button.disabled }, button.text);
  if (!button.primary) node.addEventListener("click", () => press(shown, button));
  return node;
}

async function press(shown, button) {
  if (shown.node.classList.contains("busy")) return;
  shown.complain("");
  shown.node.classList.add("busy");
  try {
    const answer = await (button.press ? button.press(shown) : button.value);
    if (answer !== false) shown.close(answer);
  } catch (error) {
    shown.complain(error.message);
  } finally {
    shown.node.classList.remove("busy");
  }
}

function listen({ node, close }) {
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Tab") keepInside(event, node);
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  node.addEventListener("mousedown", (event) => event.target === node && isOutside(event, node) && close());
}

/** Tab goes round inside, instead of out to the browser's own buttons. */
function keepInside(event, node) {
  const all = [...node.querySelectorAll(REACHABLE)].filter((one) => one.getClientRects().length > 0);
  const end = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== end) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}

function isOutside(event, node) {
  const box = node.getBoundingClientRect();
  const beside = event.clientX < box.left || event.clientX > box.right;
  return beside || event.clientY < box.top || event.clientY > box.bottom;
}

function focusFirst(node) {
  const wanted = ["[autofocus]", ".choice", ".window-foot .primary:enabled", REACHABLE];
  wanted.map((one) => node.querySelector(one)).find(Boolean).focus();
}

/** What was pressed may be gone meanwhile; then it is what the page marks with `data-home`. */
function giveFocusBack(before) {
  const still = before?.isConnected && before !== document.body ? before : document.querySelector("[data-home]");
  still?.focus({ preventScroll: true });
}

/** A sentence that one has to see, as the answer to a button's press can be. Gives a promise. */
export function alertBox(text, title = say("notice")) {
  const content = el("p", { class: "window-text" }, text);
  return dialog({ title, content, className: "small", buttons: [{ text: say("ok"), primary: true }] }).closed;
}

/** Ask first; gives a promise of true or false. */
export async function confirmBox(text, { title = say("sure"), yes = say("ok"), danger = false } = {}) {
  const content = el("p", { class: "window-text" }, text);
  const buttons = [{ text: say("cancel") }, { text: yes, primary: !danger, danger, value: true }];
  return (await dialog({ title, content, className: "small", buttons }).closed) === true;
}

const TOAST_SECONDS = 4;
const READING_SECONDS = 0.06; // a character

/** A sentence that passes; screen readers say it. Long ones stay longer. */
export function toast(text) {
  const shown = el("div", { class: "toast" }, text);
  const region = toasts();
  // A live region must be there before its text is, or it is not read out.
  setTimeout(() => region.append(shown), 50);
  setTimeout(() => shown.remove(), (TOAST_SECONDS + text.length * READING_SECONDS) * 1000);
}

/** The region to be used now: over a window only what is inside of the window can be seen. */
function toasts() {
  const home = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const there = home.querySelector(":scope > .toasts");
  if (there) return there;
  const region = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
  home.append(region);
  return region;
}

/** What `doing` gives; undefined where it failed, which is then said in a toast. */
export async function attempt(doing) {
  try {
    return await doing();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
