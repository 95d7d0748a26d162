// Faults on request: what the stand-in shall do wrong to the bot.

import { attempt, toast } from "./dialog.js";
import { el } from "./element.js";
import { field } from "./people.js";
import { act, say } from "./store.js";

const KINDS = ["too_many_requests", "server_error", "drop_before", "drop_after", "slow"];
const METHODS = ["*", "send*", "edit*", "answerCallbackQuery", "getUpdates", "file"];

/** The part of the developers' panel that plans faults. */
export function faults() {
  const kind = el("select", {}, KINDS.map((name) => el("option", { value: name }, say(`fault_${name}`))));
  const methods = el("input", { value: "*", list: "fault-methods", autocomplete: "off", spellcheck: "false" });
  const names = el("datalist", { id: "fault-methods" }, METHODS.map((value) => el("option", { value })));
  const count = el("input", { type: "number", min: 1, max: 100, value: 1 });
  const plan = () => attempt(async () => {
    await act("fault", { kind: kind.value, methods: methods.value.trim() || "*", count: Math.max(1, count.valueAsNumber || 1) });
    toast(say("fault_planned"));
  });
  const clear = () => attempt(async () => {
    await act("fault", { clear: true });
    toast(say("faults_cleared"));
  });
  const button = (word, press) => el("button", { type: "button", class: "button small", on: { click: press } }, say(word));
  const fields = [field(say("fault_kind"), kind), field(say("fault_methods"), methods), names, field(say("fault_count"), count)];
  const buttons = el("div", { class: "panel-buttons" }, button("fault_plan", plan), button("fault_clear", clear));
  return el("details", { class: "panel-faults" }, el("summary", {}, say("faults")), el("div", { class: "panel-fields" }, fields), buttons);
}
