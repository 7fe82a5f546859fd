// Keys for checking. All but "?" are held together with Strg or are keys nobody types with; they can be switched off.

import { switchable } from "./keys.js";

const SWITCH = "ratsfenster-checking-keys";

/** Listen; `actions` maps names ("Control+Enter", "F8") to what is done. Gives back a function that opens the help. */
export function listen(dialog, actions) {
  const keys = switchable(dialog, SWITCH);
  document.addEventListener("keydown", (event) => {
    if (!keys.on() || event.defaultPrevented || event.isComposing) return;
    const typing = event.target.closest?.("input, select, textarea");
    const action = event.key === "?" && !typing ? keys.help : actions[name(event)];
    if (!action || (typing && !("field" in typing.dataset) && event.key !== "F9")) return;
    if (action(event) !== false) event.preventDefault();
  });
  return keys.help;
}

function name(event) {
  if (event.altKey || event.metaKey) return "";
  const key = /^Digit[1-9]$/.test(event.code) ? event.code.slice(5) : event.code === "Space" ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey ? "Control+" : ""}${event.shiftKey ? "Shift+" : ""}${key}`;
}
