// The sample diary: two months of a small family, loaded with a press.

import { attempt, confirmBox } from "./dialog.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { act, on, say, state } from "./store.js";

/** Load the sample; asked first where there is a diary already. */
export async function loadStory({ ask = false } = {}) {
  if (state.story.state === "loading") return;
  if (ask && !(await confirmBox(say("story_about"), { title: say("story_load"), yes: say("story_load") }))) return;
  await attempt(() => act("story"));
}

/** Whether the sample can still be loaded. */
export function canLoadStory() {
  return ["none", "failed"].includes(state.story.state);
}

/** What stands in an empty diary: what the sample is, a button, and how far it is. It follows the store by itself. */
export function storyOffer() {
  const node = el("div", { class: "story" });
  const draw = () => {
    const now = state.story;
    node.hidden = now.state === "done";
    const text = { none: "story_about", failed: "story_failed", loading: "story_loading" }[now.state];
    const sentence = el("p", { role: "status" }, text ? say(text) : "");
    const again = now.state === "loading" ? progress(now) : button();
    node.replaceChildren(sentence, again);
  };
  for (const kind of ["story", "hello"]) on(kind, draw);
  draw();
  return node;
}

function button() {
  return el("button", { type: "button", class: "button", on: { click: () => loadStory() } }, icon("story"), el("span", {}, say("story_load")));
}

function progress({ done, of }) {
  const bar = el("progress", { max: of || 1, "aria-label": say("story_loading") });
  if (of) bar.value = done;
  else bar.removeAttribute("value");
  return el("div", { class: "story-progress" }, bar, el("span", {}, of ? say("story_progress", { done, of }) : ""));
}

/** A line that tells how far the sample is, for wherever there is room; hidden unless it is being loaded. */
export function storyLine() {
  const node = el("div", { class: "story-line", hidden: true });
  const draw = () => {
    node.hidden = state.story.state !== "loading";
    if (!node.hidden) node.replaceChildren(el("span", {}, say("story_loading")), progress(state.story));
  };
  for (const kind of ["story", "hello"]) on(kind, draw);
  return node;
}
