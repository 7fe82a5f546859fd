// When each word is spoken: one file for the whole recording, and the word of the moment marked without a tag for each.

/** Reads the file. Gives back {at(ms): the utterance being spoken, or the last one}. */
export async function read(address) {
  const answer = await fetch(address).catch(() => null);
  const rows = answer?.ok ? await answer.json() : [];
  return {
    at(ms) {
      const row = rows[last(rows, (one) => one[1], ms)];
      return row ? { id: `u${row[0]}`, end: row[2], word: last(row[3], (offset) => row[1] + offset, ms) } : null;
    },
  };
}

/** The index of the last one that begins by then; -1 where none does. */
function last(list, begins, ms) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (begins(list[middle]) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Marks a word of an utterance where the browser can mark a piece of text as it is. */
export function marker() {
  if (!window.CSS?.highlights || !window.Highlight) return () => {};
  const highlight = new Highlight();
  CSS.highlights.set("spoken-word", highlight);
  return (utterance, word) => {
    highlight.clear();
    const range = utterance && word >= 0 ? rangeOf(utterance.querySelector("[data-text]"), word) : null;
    if (range) highlight.add(range);
  };
}

function rangeOf(element, word) {
  const found = [...element.textContent.matchAll(/\S+/g)][word];
  if (!found) return null;
  const range = document.createRange();
  let from = found.index;
  let to = from + found[0].length;
  let begun = false;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    if (!begun && from < node.length) {
      range.setStart(node, from);
      begun = true;
    }
    if (begun && to <= node.length) {
      range.setEnd(node, to);
      return range;
    }
    from -= node.length;
    to -= node.length;
  }
  return null;
}
