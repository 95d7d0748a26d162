// Looking for words in the open chat, from the latest message upward.

import { el } from "./element.js";
import { iconButton } from "./icons.js";
import { jumpTo } from "./jumps.js";
import { on, say, state } from "./store.js";

const find = { node: null, input: null, told: null, hits: [], at: 0 };

export function mountFind(place) {
  find.node = el("form", { class: "find", role: "search", hidden: true });
  place.append(find.node);
  find.node.addEventListener("submit", (event) => {
    event.preventDefault();
    step(1);
  });
  find.node.addEventListener("keydown", pressed);
  on("open", close);
  on("find", (words) => open(words));
}

export function toggleFind() {
  if (find.node.hidden) open("");
  else close();
}

function open(words) {
  build();
  find.node.hidden = false;
  find.input.value = words;
  find.input.focus();
  look();
}

function build() {
  find.input = el("input", { type: "search", "aria-label": say("find_here"), placeholder: say("find_here"), autocomplete: "off", on: { input: look } });
  find.told = el("span", { class: "find-told", role: "status" });
  find.node.replaceChildren(find.input, find.told,
    iconButton("down", say("find_older"), () => step(1), { class: "round find-older" }),
    iconButton("down", say("find_newer"), () => step(-1)),
    iconButton("close", say("close"), close));
}

function close() {
  if (find.node.hidden) return;
  const inside = find.node.contains(document.activeElement);
  find.node.hidden = true;
  if (inside) document.querySelector("[data-home]")?.focus();
}

function pressed(event) {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  } else if (by) {
    event.preventDefault();
    step(by);
  }
}

function look() {
  const words = find.input.value.trim().toLocaleLowerCase();
  const all = [...(state.messages.get(state.open)?.values() ?? [])];
  find.hits = words === "" ? [] : all.filter(({ text }) => text.toLocaleLowerCase().includes(words)).sort((a, b) => b.id - a.id);
  find.at = 0;
  show(words);
}

function step(by) {
  if (find.hits.length === 0) return;
  find.at = (find.at + by + find.hits.length) % find.hits.length;
  show("-");
}

function show(words) {
  const { hits, at } = find;
  find.told.textContent = words === "" ? "" : hits.length === 0 ? say("find_nothing") : say("find_of", { at: at + 1, of: hits.length });
  if (hits.length === 0) return;
  // Whoever types goes on typing: no letter is lost, and none that is still being put together.
  jumpTo(state.open, hits[at].id, { focus: false });
}
