// Signing out takes what was typed at the desk and not saved out of this browser.

export const PREFIX = "ratsfenster-text:";
let gone = false;

/** Whether somebody is signing out: nothing is to be kept any more. */
export const leaving = () => gone;

document.addEventListener("submit", (event) => {
  if (!event.target.action?.endsWith("/abmelden")) return;
  gone = true;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // storage is switched off: nothing was kept
  }
});
