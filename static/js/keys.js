// Keys of a page: they can be switched off, and never act while somebody types or operates a control.

const SWITCH = "ratsfenster-keys";

/** Listen for keys; `actions` maps names such as "n", "Shift+ArrowLeft" or "Ctrl+z" to what they do. Gives back what opens the help. */
export function listen(dialog, actions) {
  const keys = switchable(dialog, SWITCH);
  document.addEventListener("keydown", (event) => {
    if (!keys.on() || event.altKey || event.metaKey || event.defaultPrevented) return;
    const action = event.key === "?" ? keys.help : actions[nameOf(event)];
    if (!action || belongsToControl(event)) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }, { capture: true });
  return keys.help;
}

/** The help dialog with its switch, remembered under `name`: whether keys act now, and what opens the help. */
export function switchable(dialog, name) {
  const checkbox = dialog.querySelector("[data-keys-on]");
  checkbox.checked = remembered(name) !== "off";
  checkbox.addEventListener("change", () => remember(name, checkbox.checked ? "on" : "off"));
  return {
    on: () => checkbox.checked && !document.querySelector("dialog[open]"),
    help: () => { if (!dialog.open) dialog.showModal(); },
  };
}

function nameOf(event) {
  const single = event.key.length === 1;
  const shift = event.shiftKey && (!single || event.ctrlKey) ? "Shift+" : "";
  return (event.ctrlKey ? "Ctrl+" : "") + shift + (single ? event.key.toLowerCase() : event.key);
}

function belongsToControl(event) {
  const at = event.target;
  if (!(at instanceof Element)) return false;
  if (at.isContentEditable || at.closest("select, textarea")) return true;
  if (event.key.startsWith("Arrow") && event.shiftKey && !(getSelection()?.isCollapsed ?? true)) return true;
  const input = at.closest("input");
  if (input && !["range", "radio", "checkbox"].includes(input.type)) return true;
  if (input && event.key.startsWith("Arrow")) return true;
  if (event.key === " ") return at.closest("button, a[href], summary, input") !== null && input?.type !== "range";
  return event.key === "Enter" && at.closest("button, a[href], summary") !== null;
}

function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is switched off
  }
}

function remember(name, choice) {
  try {
    localStorage.setItem(name, choice);
  } catch {
    // it lasts for this page then
  }
}
