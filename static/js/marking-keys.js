// Keys of the marking page. They can be switched off, and never act while somebody types or operates a control.

const SWITCH = "ratsfenster-keys";

/** Listen for keys; `actions` maps names such as "n", "Shift+ArrowLeft" or "Ctrl+z" to what they do. Gives back what opens the help. */
export function listen(dialog, actions) {
  const checkbox = dialog.querySelector("[data-keys-on]");
  checkbox.checked = remembered() !== "off";
  checkbox.addEventListener("change", () => remember(checkbox.checked ? "on" : "off"));
  const help = () => { if (!dialog.open) dialog.showModal(); };
  document.addEventListener("keydown", (event) => {
    if (!checkbox.checked || document.querySelector("dialog[open]") || event.altKey || event.metaKey || event.defaultPrevented) return;
    const action = event.key === "?" ? help : actions[nameOf(event)];
    if (!action || belongsToControl(event)) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }, { capture: true });
  return help;
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
