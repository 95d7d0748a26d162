// What the bot does, for who builds it: its state, its calls, and what may go wrong on purpose.

import { attempt, dialog } from "./dialog.js";
import { el } from "./element.js";
import { iconButton } from "./icons.js";
import { faults } from "./mishaps.js";
import { act, on, say, state, tell } from "./store.js";

const SHOWN = 400;
const PLACE = "panel";

let shown = null;

/** Fill the side of the page that is for developers; hidden until somebody opens it. */
export function mountPanel(side) {
  shown = new Panel(side);
  if (localStorage.getItem(PLACE) === "open" && innerWidth > 1000) shown.open();
}

export function isPanelOpen() {
  return shown !== null && !shown.side.hidden;
}

export function togglePanel() {
  if (isPanelOpen()) shown.close();
  else shown?.open(true);
}

class Panel {
  constructor(side) {
    this.side = side;
    this.words = "";
    this.failed = false;
    side.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    on("hello", () => this.isOpen() && this.draw());
    on("bot", () => this.isOpen() && this.drawBot());
    on("calls", ({ calls }) => this.isOpen() && this.add(calls));
  }

  isOpen() {
    return !this.side.hidden;
  }

  open(focus = false) {
    this.before = document.activeElement;
    this.side.hidden = false;
    document.documentElement.classList.add("with-panel");
    localStorage.setItem(PLACE, "open");
    this.draw();
    if (focus) this.side.querySelector("button").focus();
    tell("panel", true);
  }

  close() {
    this.side.hidden = true;
    document.documentElement.classList.remove("with-panel");
    localStorage.setItem(PLACE, "closed");
    this.before?.focus?.();
    tell("panel", false);
  }

  draw() {
    this.side.setAttribute("aria-label", say("panel"));
    this.bot = el("div", { class: "panel-bot" });
    this.counts = el("p", { class: "panel-counts" });
    this.rows = el("tbody", {});
    const close = iconButton("close", say("close"), () => this.close());
    const head = el("header", { class: "panel-head" }, el("h2", {}, say("panel")), close);
    this.side.replaceChildren(head, this.bot, faults(), this.filters(), this.counts, this.table());
    this.drawBot();
    this.redraw();
  }

  drawBot() {
    const now = state.bot?.state ?? "starting";
    const press = (what) => attempt(() => act("bot", { do: what }));
    const button = (what, off, looks = "") =>
      el("button", { type: "button", class: `button small ${looks}`, disabled: off, dataset: { key: what }, on: { click: () => press(what) } }, say(`bot_${what}`));
    const focused = this.bot.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const light = el("span", { class: `panel-light ${now}` }, say(`bot_is_${now}`));
    const buttons = [button("start", now !== "stopped"), button("stop", now === "stopped"), button("kill", now === "stopped", "danger")];
    this.bot.replaceChildren(light, el("div", { class: "panel-buttons" }, buttons));
    if (focused) (this.bot.querySelector(`[data-key="${focused}"]:enabled`) ?? this.bot.querySelector("button:enabled"))?.focus();
  }

  filters() {
    const about = { type: "search", placeholder: say("calls_filter"), "aria-label": say("calls_filter"), value: this.words };
    const words = el("input", { ...about, on: { input: () => ((this.words = words.value.trim().toLowerCase()), this.redraw()) } });
    const failed = el("input", { type: "checkbox", checked: this.failed, on: { change: () => ((this.failed = failed.checked), this.redraw()) } });
    const polls = el("input", { type: "checkbox", checked: this.polls === true, on: { change: () => ((this.polls = polls.checked), this.redraw()) } });
    const tick = (input, text) => el("label", { class: "tick" }, input, el("span", {}, text));
    return el("div", { class: "panel-filters" }, words, tick(failed, say("calls_failed")), tick(polls, say("calls_polls")));
  }

  table() {
    const names = ["call_time", "call_method", "call_chat", "call_answer"];
    const head = el("tr", {}, names.map((name) => el("th", { scope: "col" }, say(name))));
    return el("div", { class: "panel-calls", tabindex: "0", role: "region", "aria-label": say("calls") }, el("table", {}, el("thead", {}, head), this.rows));
  }

  fits(call) {
    if (!this.polls && call.method.toLowerCase() === "getupdates") return false;
    if (this.failed && !isFailure(call)) return false;
    return !this.words || `${call.method} ${call.chat ?? ""} ${call.told ?? ""} ${call.error ?? ""}`.toLowerCase().includes(this.words);
  }

  redraw() {
    const calls = state.calls.filter((call) => this.fits(call)).slice(-SHOWN);
    this.rows.replaceChildren(...calls.reverse().map(callRow));
    this.drawCounts();
  }

  add(calls) {
    this.rows.prepend(...calls.filter((call) => this.fits(call)).reverse().map(callRow));
    while (this.rows.children.length > SHOWN) this.rows.lastChild.remove();
    this.drawCounts();
  }

  drawCounts() {
    const failed = state.calls.filter(isFailure).length;
    this.counts.textContent = say("calls_count", { count: state.calls.length, failed });
  }
}

function isFailure(call) {
  return Boolean(call.error) || (call.status ?? 200) >= 400;
}

function callRow(call) {
  const time = new Date(call.time * 1000).toLocaleTimeString("en-GB");
  const answer = isFailure(call) ? `${call.status ?? ""} ${call.outcome ?? ""}`.trim() : String(call.status ?? call.outcome);
  const more = el("button", { type: "button", class: "call-name", on: { click: () => showCall(call) } }, call.method);
  const cells = [el("td", {}, time), el("td", {}, more), el("td", {}, chatName(call.chat)), el("td", {}, answer)];
  return el("tr", { class: isFailure(call) ? "call failed" : "call" }, cells);
}

function chatName(id) {
  const title = state.chats.get(id)?.title ?? state.people.get(id)?.name;
  return title ?? (id === null || id === undefined ? "" : String(id));
}

function showCall(call) {
  const time = new Date(call.time * 1000).toLocaleString(state.language || undefined);
  const rows = [["call_time", time], ["call_chat", call.chat ?? ""], ["call_answer", `${call.outcome ?? ""} ${call.status ?? ""}`], ["call_error", call.error]];
  const list = rows.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, say(name)), el("dd", {}, String(value))]);
  const content = [el("dl", { class: "call-about" }, list.flat()), el("pre", { class: "call-told", tabindex: "0" }, call.told || "–")];
  return dialog({ title: call.method, content, className: "wide", buttons: [{ text: say("ok"), primary: true }] }).closed;
}
