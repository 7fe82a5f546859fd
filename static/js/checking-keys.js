// Keys for checking. All but "?" are held together with Strg or are keys nobody types with; they can be switched off.

const SWITCH = "ratsfenster-checking-keys";

/** Listen; `actions` maps names ("Control+Enter", "F8") to what is done. Gives back a function that opens the help. */
export function listen(dialog, actions) {
  const on = dialog.querySelector("[data-keys-on]");
  on.checked = remembered() !== "off";
  on.addEventListener("change", () => remember(on.checked ? "on" : "off"));
  const help = () => { if (!dialog.open) dialog.showModal(); };
  document.addEventListener("keydown", (event) => {
    if (!on.checked || event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.("input, select, textarea");
    const action = event.key === "?" && !typing ? help : actions[name(event)];
    if (!action || (typing && !("field" in typing.dataset) && event.key !== "F9")) return;
    if (action(event) !== false) event.preventDefault();
  });
  return help;
}

function name(event) {
  if (event.altKey || event.metaKey) return "";
  const key = /^Digit[1-9]$/.test(event.code) ? event.code.slice(5) : event.code === "Space" ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey ? "Control+" : ""}${event.shiftKey ? "Shift+" : ""}${key}`;
}

function remembered() {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null; // storage is switched off
  }
}

function remember(choice) {
  try {
    localStorage.setItem(SWITCH, choice);
  } catch {
    // it lasts for this page then
  }
}
