// Keys for the player. They can be switched off, and never act while somebody types or operates a control.

const SWITCH = "ratsfenster-keys";

/** Listen for keys; `actions` maps a key to what it does. Gives back a function that opens the help. */
export function listen(dialog, actions) {
  const checkbox = dialog.querySelector("[data-keys-on]");
  checkbox.checked = remembered() !== "off";
  checkbox.addEventListener("change", () => remember(checkbox.checked ? "on" : "off"));
  const help = () => { if (!dialog.open) dialog.showModal(); };
  document.addEventListener("keydown", (event) => {
    if (!checkbox.checked || dialog.open || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const action = event.key === "?" ? help : actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || belongsToControl(event)) return;
    event.preventDefault();
    action();
  }, { capture: true });
  return help;
}

function belongsToControl(event) {
  const at = event.target;
  if (!(at instanceof Element)) return false;
  if (at.isContentEditable || at.closest("select, textarea, dialog")) return true;
  const input = at.closest("input");
  if (input && input.type !== "range") return true;
  if (input) return event.key.startsWith("Arrow");
  return event.key === " " && at.closest("button, a[href], summary") !== null;
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
