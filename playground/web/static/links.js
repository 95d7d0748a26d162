// Where a link leads: what the bot's own links do happens here, everything else opens in a new tab.

import { pickChat, pickReceiver } from "./choices.js";
import { attempt, toast } from "./dialog.js";
import { jumpTo } from "./jumps.js";
import { act, become, on, openChat, say, state, talkWithBot } from "./store.js";

const HOSTS = new Set(["t.me", "telegram.me", "www.t.me"]);

/** Whether the stand-in follows it (t.me and tg: links). */
export function isOurs(url) {
  const parsed = parse(url);
  return parsed !== null && (parsed.protocol === "tg:" || HOSTS.has(parsed.hostname));
}

/** Only what is safe to put into an href. */
export function isSafe(url) {
  return ["http:", "https:", "mailto:", "tel:", "tg:"].includes(parse(url)?.protocol);
}

/** The same with the scheme that people leave out. */
export function whole(url) {
  return /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
}

function parse(url) {
  try {
    return new URL(whole(url));
  } catch {
    return null;
  }
}

export function follow(url) {
  if (isOurs(url)) return attempt(() => followOurs(parse(url)));
  if (isSafe(url)) window.open(whole(url), "_blank", "noopener,noreferrer");
  return Promise.resolve();
}

async function followOurs(url) {
  const place = messagePlace(url);
  if (place !== null) return state.chats.has(place.chat) ? jumpTo(place.chat, place.message) : toast(say("link_refused"));
  if (url.pathname === "/share/url") return share(url.searchParams.get("url") ?? "", url.searchParams.get("text") ?? "");
  if (namesBot(url)) return openChat(talkWithBot());
  const body = { url: url.href, chat: null };
  const adding = ["startgroup", "startchannel"].find((name) => url.searchParams.has(name));
  if (adding) {
    const type = adding === "startchannel" ? ["channel"] : ["group", "supergroup"];
    body.chat = await pickChat(say("add_bot_where"), (chat) => type.includes(chat.type) && chat.migrated_to === null);
    if (!body.chat) return undefined;
  }
  return tellWhat(await act("open", body));
}

/** A chat gets the words and the link; who of the people here gets it opens it as themselves. */
async function share(link, words) {
  const { person, chat } = (await pickReceiver()) ?? {};
  if (chat) {
    await act("send", { chat, text: [link, words].filter(Boolean).join("\n") });
    openChat(chat);
  }
  if (!person) return;
  become(person);
  const stop = on("story", () => {
    stop(); // everything that they see has come
    follow(link);
  });
}

function tellWhat({ did, chat }) {
  if (did === "requested" || did === "refused") toast(say(`link_${did}`));
  if (chat) openChat(chat);
}

/** A link to the bot without anything else only opens the chat with it. */
function namesBot({ pathname, search }) {
  return search === "" && pathname.slice(1).toLowerCase() === state.bot?.username.toLowerCase();
}

/** Links such as t.me/c/123/45 and t.me/c/123/7/45 name a message of a supergroup. */
function messagePlace(url) {
  const found = /^\/c\/(\d+)\/(?:\d+\/)?(\d+)$/.exec(url.pathname);
  return found && { chat: Number(`-100${found[1]}`), message: Number(found[2]) };
}
