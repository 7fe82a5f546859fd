// A quote with its source and a link: one small tool that comes to the utterance a person points at or has the focus in.

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

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text); // without HTTPS browsers offer no other way
  }
}

function copyByHand(text) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
  return done;
}
