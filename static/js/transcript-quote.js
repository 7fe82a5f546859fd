// A quote with its source and a link: one small tool that comes to the utterance a person points at or has the focus in.

import { copy } from "./clipboard.js";

/** Offer the tool; `say` tells how it went. */
export function offer(page, column, say) {
  const tools = document.querySelector("[data-tools]").content.firstElementChild.cloneNode(true);
  const come = (event) => {
    const utterance = event.target.closest?.(".said");
    if (utterance && tools.parentElement !== utterance) utterance.append(" ", tools);
  };
  column.addEventListener("pointerover", come);
  column.addEventListener("focusin", come);
  column.addEventListener("click", come);
  tools.querySelector("[data-copy]").addEventListener("click", async (event) => {
    const utterance = event.target.closest(".said");
    const copied = await copy(quote(page, utterance));
    say(copied ? page.dataset.copied : page.dataset.notCopied);
  });
}

/** „Text“ – Sprecher, Gremium, Datum, Zeit, Adresse. */
function quote(page, utterance) {
  const text = utterance.querySelector("[data-text]").textContent.trim();
  const speaker = utterance.closest(".turn").querySelector("[data-speaker]")?.textContent;
  const time = utterance.querySelector(".jump").textContent.trim();
  const seconds = Math.floor(Number(utterance.dataset.from) / 1000);
  const source = [speaker, page.dataset.source, time].filter(Boolean).join(", ");
  return `„${text}“ – ${source}, ${page.dataset.address}?t=${seconds}`;
}
