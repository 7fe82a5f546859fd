// The receipt of answers that were sent from this window: kept in it, and nowhere else, until it is closed, so that who loads the page
// anew sees the receipt again. Nothing is kept where people want nothing to be kept on the device.

import { refused } from "./survey-draft.js";

const PREFIX = "ratsfenster-umfrage-quittung:";

/** Keep the receipt a page shows. */
export function keepReceipt(slug, receipt) {
  if (refused()) return;
  try {
    sessionStorage.setItem(PREFIX + slug, receipt.outerHTML);
  } catch {
    // storage is full or switched off: the receipt stays on the page
  }
}

/** The receipt that was shown in this window; null for none. */
export function keptReceipt(slug) {
  try {
    const kept = sessionStorage.getItem(PREFIX + slug);
    return kept && new DOMParser().parseFromString(kept, "text/html").getElementById("quittung");
  } catch {
    return null;
  }
}

/** Keep it no longer: another answer is begun here, or somebody does not want it any more. */
export function dropReceipt(slug) {
  try {
    sessionStorage.removeItem(PREFIX + slug);
  } catch {
    // there is nothing to remove then
  }
}
