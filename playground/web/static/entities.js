// A message's text with its entities, as nodes: what people wrote never becomes markup.

import { attempt, toast } from "./dialog.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { follow, isOurs, isSafe, whole } from "./links.js";
import { act, say, state, tell } from "./store.js";

/** Nodes for `text`. `message` is where commands are sent to and words looked for. */
export function written(text, entities, message) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return range(text, sorted, 0, text.length, message);
}

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

function range(text, entities, from, to, message) {
  const nodes = [];
  let at = from;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inside = entities.slice(next + 1).filter((one) => one.offset < end && one.offset >= entity.offset);
    next += 1 + inside.length;
    if (end <= at) continue;
    const start = Math.max(entity.offset, at);
    const words = { said: text.slice(start, end), entity, message };
    nodes.push(drawn(words, range(text, inside, start, end, message)));
    // A block ends its line itself.
    at = BLOCKS.has(entity.type) && text[end] === "\n" && end < to ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function drawn(words, children) {
  const draw = DRAW[words.entity.type];
  return draw ? draw(children, words) : el("span", {}, children);
}

const as = (tag) => (children) => el(tag, {}, children);

const DRAW = {
  bold: as("strong"),
  italic: as("em"),
  underline: as("u"),
  strikethrough: as("s"),
  code: (children, { said }) => action("code", children, () => copy(said), { title: say("copy") }),
  pre: (children, { said, entity }) => block(children, said, entity.language),
  spoiler: (children) => spoiler(children),
  blockquote: as("blockquote"),
  expandable_blockquote: (children) => expandable(children),
  url: (children, { said }) => link(children, said),
  text_link: (children, { entity }) => link(children, entity.url),
  email: (children, { said }) => link(children, `mailto:${said}`),
  phone_number: (children, { said }) => link(children, `tel:${said.replaceAll(" ", "")}`),
  mention: (children, { said }) => action("link", children, () => follow(`https://t.me/${said.slice(1)}`)),
  text_mention: (children) => el("span", { class: "link-like" }, children),
  hashtag: (children, { said }) => action("link", children, () => tell("find", said)),
  cashtag: (children, { said }) => action("link", children, () => tell("find", said)),
  bot_command: (children, { said, message }) => action("link", children, () => command(said, message)),
};

function action(look, children, press, attributes = {}) {
  return el("button", { type: "button", class: `word ${look}`, on: { click: press }, ...attributes }, children);
}

function link(children, url) {
  if (!isSafe(whole(url))) return el("span", {}, children);
  const attributes = { href: whole(url), target: "_blank", rel: "noopener noreferrer", title: url };
  if (!isOurs(url)) return el("a", attributes, children);
  const press = (event) => {
    event.preventDefault();
    follow(url);
  };
  return el("a", { ...attributes, target: null, on: { click: press } }, children);
}

/** A command is sent as it stands; in a group it is meant for our bot. */
function command(said, message) {
  const alone = state.chats.get(message.chat)?.type === "private" || said.includes("@");
  const text = alone ? said : `${said}@${state.bot.username}`;
  return attempt(() => act("send", { chat: message.chat, text, topic: message.topic }));
}

export async function copy(text) {
  await navigator.clipboard.writeText(text).then(() => toast(say("copied")), () => toast(say("copy_failed")));
}

function block(children, said, language) {
  const label = say("copy");
  const button = el("button", { type: "button", class: "pre-copy", "aria-label": label, title: label, on: { click: () => copy(said) } }, icon("copy"));
  const name = language ? el("span", { class: "pre-name" }, language) : null;
  return el("div", { class: "pre" }, name, button, el("pre", { tabindex: "0" }, el("code", {}, children)));
}

function spoiler(children) {
  const words = el("span", { class: "spoiler-words", "aria-hidden": "true" }, children);
  const cover = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": say("show_hidden") }, words);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (cover.classList.contains("shown")) return;
    event.preventDefault();
    cover.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    words.removeAttribute("aria-hidden");
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  return cover;
}

function expandable(children) {
  const words = el("div", { class: "quote-words" }, children);
  const button = el("button", { type: "button", class: "quote-more", "aria-expanded": "false" }, say("show_more"));
  button.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = say(open ? "show_less" : "show_more");
  });
  const quote = el("blockquote", { class: "expandable" }, words, button);
  return quote;
}
