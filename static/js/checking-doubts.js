// Doubtful words in the field: underlined by a copy of the text below it, and reachable one after the other.

/** Where doubtful words stand in a text: [{start, end, ms}]. A word that was changed is doubtful no more. */
export function places(text, doubts) {
  const found = [];
  let wanted = 0;
  for (const match of text.matchAll(/\S+/g)) {
    const at = doubts.findIndex(([word], index) => index >= wanted && word === match[0]);
    if (at < 0) continue;
    found.push({ start: match.index, end: match.index + match[0].length, ms: doubts[at][1] });
    wanted = at + 1;
  }
  return found;
}

/** Draw the underlines. */
export function underline(holder, text, doubts) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of places(text, doubts)) {
    const word = document.createElement("u");
    word.className = "unsure";
    word.textContent = text.slice(start, end);
    pieces.push(text.slice(at, start), word);
    at = end;
  }
  holder.replaceChildren(...pieces, `${text.slice(at)}\n`);
}

/** Select the next doubtful word after the caret, or the first; null where there is none. `after` false: only behind the caret. */
export function select(field, doubts, { around = true } = {}) {
  const all = places(field.value, doubts);
  const next = all.find(({ start }) => start >= field.selectionEnd) ?? (around ? all[0] : undefined);
  if (!next) return null;
  field.focus();
  field.setSelectionRange(next.start, next.end);
  return { word: field.value.slice(next.start, next.end), ms: next.ms };
}
