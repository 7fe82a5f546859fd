// Copying an address, and printing a page. The buttons are hidden until this runs, since without it they would do nothing.

import { copy } from "./clipboard.js";

const status = document.querySelector("[data-copy-status]");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => tell(button, await copy(button.dataset.copy)));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** Says what happened, and shows it at the button itself, since the status line may be out of sight. */
function tell(button, copied) {
  for (const other of document.querySelectorAll("[data-copied-now]")) delete other.dataset.copiedNow;
  if (copied) button.dataset.copiedNow = "";
  status.textContent = ""; // so that the same words are read out a second time
  requestAnimationFrame(() => {
    status.textContent = copied ? status.dataset.copied : status.dataset.failed;
  });
  status.classList.toggle("visually-hidden", copied);
}
