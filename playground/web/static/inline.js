// Inline mode: "@bot words" in the field brings results to choose from; what is chosen is sent via the bot.

import { pickChat } from "./choices.js";
import { attempt } from "./dialog.js";
import { el } from "./element.js";
import { act, ActError, on, openChat, say, state } from "./store.js";

const PAUSE_MS = 350;
const watched = new WeakMap();
let newest = null;

/** Watch what is typed here for `chat` (a Chat or its id). Called again, the field belongs to the new chat. */
export function watchComposer(textarea, chat) {
  const id = chat?.id ?? chat;
  const list = watched.get(textarea) ?? new Results(textarea);
  watched.set(textarea, list);
  newest = list;
  if (list.chat !== id) list.close();
  list.chat = id;
}

/** Follow a button that goes on in inline mode: kind "inline" asks for a chat first, "inline_here" stays. */
export async function switchInline(button, chat = state.open) {
  let where = chat;
  if (button.kind === "inline") where = await pickChat(say("inline_where"), (one) => one.can_write !== false);
  if (!where) return;
  if (state.open !== where) openChat(where);
  // The composer takes the new chat first.
  requestAnimationFrame(() => newest?.write(`@${state.bot.username} ${button.value ?? ""}`));
}

class Results {
  constructor(textarea) {
    Object.assign(this, { textarea, chat: null, ask: null, next: "", query: null, options: [], at: -1, turn: 0, timer: 0 });
    this.id = `inline-${Math.random().toString(36).slice(2)}`;
    this.list = el("ul", { id: this.id, class: "inline-list", role: "listbox" });
    this.told = el("p", { class: "inline-told", role: "status" });
    this.above = el("div", { class: "inline-above" });
    this.node = el("div", { class: "inline-results", hidden: true }, this.above, this.told, this.list);
    textarea.addEventListener("input", () => this.typed());
    textarea.addEventListener("keydown", (event) => this.pressed(event), true);
    on("sent", () => this.typed()); // the field is emptied without an event of its own
    this.list.addEventListener("scroll", () => this.scrolled());
    textarea.setAttribute("aria-autocomplete", "list");
  }

  write(text) {
    this.textarea.value = text;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.textarea.focus();
  }

  /** What stands behind the bot's name; null where the text is another one. */
  asked() {
    const name = state.bot?.username;
    const found = /^@(\w+)\s([^]*)$/.exec(this.textarea.value);
    return name && found?.[1].toLowerCase() === name.toLowerCase() ? found[2].trim() : null;
  }

  typed() {
    clearTimeout(this.timer);
    const query = this.asked();
    if (query === null) return this.close();
    if (query === this.query && !this.node.hidden) return;
    this.timer = setTimeout(() => this.search(query), PAUSE_MS);
  }

  async search(query, offset = "") {
    const turn = (this.turn += 1);
    this.query = query;
    if (!offset) this.tell(say("inline_searching"));
    try {
      const found = await act("inline", { chat: this.chat, query, offset });
      if (turn === this.turn) this.show(found, offset !== "");
    } catch (error) {
      if (!(error instanceof ActError)) throw error;
      if (turn === this.turn) this.tell(error.message);
    }
  }

  tell(text) {
    this.open();
    this.above.replaceChildren();
    this.list.replaceChildren();
    this.options = [];
    this.told.textContent = text;
  }

  show(found, more) {
    this.open();
    Object.assign(this, { ask: found.ask, next: found.next ?? "" });
    const options = found.results.map((result) => this.option(result, found.ask));
    this.options = more ? [...this.options, ...options] : options;
    this.list.replaceChildren(...this.options);
    this.above.replaceChildren(...(found.button ? [this.button(found.button, found.ask)] : []));
    this.told.textContent = this.options.length > 0 || found.button ? "" : say("inline_nothing");
    if (!more) this.mark(this.options.length > 0 ? 0 : -1);
  }

  option(result, ask) {
    const text = [el("strong", {}, result.title), result.description && el("span", {}, result.description)];
    const about = { role: "option", class: "inline-option", "aria-selected": "false", id: `${this.id}-${this.turn}-${result.id}` };
    // The field keeps the focus.
    const on = { mousedown: (event) => event.preventDefault(), click: () => this.choose(result, ask) };
    return Object.assign(el("li", { ...about, on }, text), { choose: () => this.choose(result, ask) });
  }

  button(text, ask) {
    const press = () => attempt(async () => {
      await act("inline_button", { ask });
      this.write("");
      const own = [...state.chats.values()].find((chat) => chat.type === "private");
      if (own) openChat(own.id);
    });
    return el("button", { type: "button", class: "inline-button", on: { click: press } }, text);
  }

  choose(result, ask) {
    return attempt(async () => {
      await act("inline_choose", { ask, result: result.id });
      this.write("");
    });
  }

  scrolled() {
    const end = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
    if (!end || !this.next) return;
    const offset = this.next;
    this.next = "";
    this.search(this.query, offset);
  }

  pressed(event) {
    if (this.node.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = this.options[this.at];
    if (step && this.options.length > 0) this.mark((this.at + step + this.options.length) % this.options.length);
    else if (event.key === "Enter" && !event.shiftKey && chosen) chosen.choose();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  mark(at) {
    this.at = at;
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const chosen = this.options[at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.textarea.setAttribute("aria-activedescendant", chosen.id);
    else this.textarea.removeAttribute("aria-activedescendant");
  }

  /** Above the field, in the form that it stands in. */
  open() {
    const home = this.textarea.closest("form") ?? this.textarea.parentElement;
    if (this.node.parentElement !== home) home.prepend(this.node);
    this.list.setAttribute("aria-label", say("inline_results"));
    this.textarea.setAttribute("aria-controls", this.id);
    this.node.hidden = false;
  }

  close() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.query = null;
    this.node.hidden = true;
    this.textarea.removeAttribute("aria-controls");
    this.options = [];
    this.list.replaceChildren();
    this.mark(-1);
  }
}
