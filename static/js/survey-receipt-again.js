// The receipt this window still knows, outside of the survey: shown on the survey's own page, and put into the field that looks it up.

import { dropReceipt, keptReceipt } from "./survey-receipt.js";

const box = document.querySelector("[data-receipt-again]");
const field = document.querySelector("input[data-receipt-field]");
const place = box ?? field;
const code = place && keptReceipt(place.dataset.slug)?.querySelector("[data-receipt]")?.textContent.trim();

if (code && box) {
  box.querySelector("[data-receipt-code]").textContent = code;
  box.querySelector("[data-receipt-forget]").addEventListener("click", () => {
    dropReceipt(box.dataset.slug);
    box.hidden = true;
    document.getElementById("inhalt").focus();
  });
  box.hidden = false;
}
if (code && field && !field.value) field.value = code;
