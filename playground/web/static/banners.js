// Lines below the head that say what is wrong, and go when it is over.

import { attempt } from "./dialog.js";
import { el } from "./element.js";
import { act, on, say, state } from "./store.js";

const PATIENCE = 600; // milliseconds until a lost connection is told

export function mountBanners(place) {
  const node = el("div", { class: "banners", role: "status" });
  place.append(node);
  const draw = () => show(node);
  for (const kind of ["bot", "hello", "open", "chats"]) on(kind, draw);
  let timer = null;
  on("connected", (is) => {
    // The browser tries again sooner than patience ends: the first failure counts.
    if (!is) return void (timer ??= setTimeout(draw, PATIENCE));
    clearTimeout(timer);
    timer = null;
    return draw();
  });
}

function show(node) {
  const lines = [!state.connected && state.language !== "" && lost(), state.connected && state.bot?.state === "stopped" && stopped()];
  const sign = JSON.stringify([state.language, lines.map(Boolean)]);
  if (node.dataset.sign === sign) return;
  node.dataset.sign = sign;
  node.replaceChildren(...lines.filter(Boolean));
}

function lost() {
  return el("p", { class: "banner lost" }, el("span", { class: "spinner", "aria-hidden": "true" }), say("connection_lost"));
}

function stopped() {
  const press = () => attempt(() => act("bot", { do: "start" }));
  return el("p", { class: "banner" }, say("bot_is_stopped"), el("button", { type: "button", class: "banner-button", on: { click: press } }, say("start_bot")));
}
