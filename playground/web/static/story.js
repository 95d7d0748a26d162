// The sample diary: two months of a small family, loaded with a press.

import { attempt, confirmBox } from "./dialog.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { act, onWhile, say, state } from "./store.js";

/**
 * Loads the sample, and shows how far it is; gone when there is nothing more to load. It follows the store by itself.
 * `told` adds the sentence that says what it is; otherwise that is asked first.
 */
export function storyButton({ told = false } = {}) {
  const node = el("div", { class: told ? "story told" : "story" });
  const line = el("p", { role: "status" });
  const place = el("div", { class: "story-place" });
  node.append(line, place);
  const draw = () => {
    const { state: now, done, of } = state.story;
    node.hidden = now === "done" || state.language === "";
    line.textContent = sentence(now, told);
    if (now !== "loading") place.replaceChildren(button(told));
    else showProgress(place, done, of);
  };
  onWhile(node, ["story", "hello"], draw);
  draw();
  return node;
}

function sentence(now, told) {
  if (now === "failed") return say("story_failed");
  if (now === "loading") return say("story_loading");
  return told ? say("story_about") : "";
}

function button(told) {
  const press = async (event) => {
    const pressed = event.currentTarget;
    const yes = told || (await confirmBox(say("story_about"), { title: say("story_load"), yes: say("story_load") }));
    if (!yes) return;
    pressed.disabled = true;
    if ((await attempt(() => act("story"))) === undefined) pressed.disabled = false;
  };
  return el("button", { type: "button", class: "button", on: { click: press } }, icon("story"), el("span", {}, say("story_load")));
}

/** The same bar is kept, so that it grows instead of beginning anew. */
function showProgress(place, done, of) {
  let bar = place.querySelector("progress");
  if (!bar) {
    bar = el("progress", { "aria-label": say("story_loading") });
    place.replaceChildren(bar, el("span", { class: "story-count" }));
  }
  if (of) Object.assign(bar, { max: of, value: done });
  place.lastChild.textContent = of ? say("story_progress", { done, of }) : "";
}
