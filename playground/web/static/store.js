// What this person sees, kept up to date by the server's events, and what they can do.
// The API is described in playground/web/__init__.py.

const listeners = new Map();

export const state = {
  viewer: 0,
  language: "",
  words: {},
  connected: false,
  loading: true, // until what is told at first has all come
  people: new Map(), // id -> person
  bot: null,
  chats: new Map(), // id -> Chat, the latest first
  messages: new Map(), // chat id -> Map(message id -> Message), in order of sending
  calls: [],
  story: { state: "none", done: 0, of: 0 },
  unread: {}, // person id -> what came for them since anybody looked as them
  sample: null, // a clip that stands in for a camera
  open: null, // the chat that is shown
};

/** An act was refused; the message is the server's sentence. */
export class ActError extends Error {}

/** Call `listener(detail)` after each event of this kind: those of the API, "open", "connected". */
export function on(kind, listener) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(listener);
  return () => listeners.get(kind).delete(listener);
}

/** The same for as long as a part of the page stands in it: what was taken out hears no more. */
export function onWhile(node, kinds, listener) {
  let stood = false;
  const stops = kinds.map((kind) =>
    on(kind, (detail) => {
      if (stood && !node.isConnected) return stops.forEach((stop) => stop());
      stood = node.isConnected;
      return listener(detail);
    }));
}

export function tell(kind, detail) {
  for (const listener of listeners.get(kind) ?? []) listener(detail);
}

/** A sentence in the viewer's language, its {gaps} filled. */
export function say(key, gaps = {}) {
  const text = state.words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in gaps ? gaps[name] : whole));
}

export async function act(name, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return answer(fetch(`/api/${name}?as=${state.viewer}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function upload(file, meta) {
  const form = new FormData();
  form.append("meta", JSON.stringify(meta));
  form.append("file", file, meta.file_name ?? "file");
  return answer(fetch(`/api/media?as=${state.viewer}`, { method: "POST", body: form }));
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new ActError(say("unreachable"));
  }
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new ActError(told.error ?? say("unreachable"));
  return told;
}

export function openChat(id) {
  state.open = id;
  tell("open", id);
}

/** The id of the viewer's private chat; null while there is none. */
export function talkWithBot() {
  return [...state.chats.values()].find((chat) => chat.type === "private")?.id ?? null;
}

let source = null;

/** Become this person: everything is told anew. The browser remembers who it was. */
export function become(id) {
  source?.close();
  state.viewer = id;
  localStorage.setItem("viewer", String(id));
  for (const kept of [state.people, state.chats, state.messages]) kept.clear();
  Object.assign(state, { calls: [], loading: true });
  source = new EventSource(`/api/events?as=${id}`);
  source.onopen = () => connected(true);
  source.onerror = () => connected(false);
  for (const [kind, take] of Object.entries(TAKE)) {
    source.addEventListener(kind, (event) => {
      const detail = JSON.parse(event.data);
      take(detail);
      tell(kind, detail);
    });
  }
}

function connected(is) {
  state.connected = is;
  tell("connected", is);
}

const TAKE = {
  // A stream that was broken begins again with everything: what went meanwhile is forgotten.
  hello: ({ viewer, language, words, sample, kept }) => {
    Object.assign(state, { viewer, language, words, sample, kept, calls: [], loading: true });
    localStorage.setItem("viewer", String(viewer));
    state.messages.clear();
  },
  people: ({ people }) => (state.people = new Map(people.map((person) => [person.id, person]))),
  bot: (bot) => (state.bot = bot),
  chats: ({ chats }) => (state.chats = new Map(chats.map((chat) => [chat.id, chat]))),
  messages: ({ messages }) => messages.forEach(keep),
  gone: ({ messages }) => messages.forEach(({ chat, id }) => state.messages.get(chat)?.delete(id)),
  action: () => {},
  calls: ({ calls }) => (state.calls = [...state.calls, ...calls].slice(-1000)),
  story: (story) => Object.assign(state, { story, loading: false }), // told at first after the messages
  unread: ({ people }) => (state.unread = people),
};

function keep(message) {
  if (!state.messages.has(message.chat)) state.messages.set(message.chat, new Map());
  state.messages.get(message.chat).set(message.id, message);
}
