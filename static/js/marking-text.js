// The transcript of the marking page: parts loaded as they come into view, the words being spoken, and times of selected words.

import { fragment } from "./transcript-parts.js";

const MOST_PADDING_MS = 300;

/** Bring the text to life. Gives back `refresh()` after a step, `goTo(ms)`, and `selected()`: {start, end} in ms, or null. */
export function text(box, { media, reveal, selectionChanged }) {
  const follows = document.querySelector("[data-follow]");
  let selection = null;
  let spoken = null;
  box.classList.add("marking-text--live");
  const seen = new IntersectionObserver((found) => {
    for (const one of found) {
      one.target.toggleAttribute("data-seen", one.isIntersecting);
      if (one.isIntersecting) load(one.target);
    }
  }, { root: box, rootMargin: "50%" });
  for (const part of parts()) seen.observe(part);

  function parts() {
    return [...box.querySelectorAll("[data-part]")];
  }

  async function load(part) {
    if (part.hasAttribute("data-busy") || (part.hasAttribute("data-loaded") && !part.hasAttribute("data-stale"))) return part;
    part.setAttribute("data-busy", "");
    const loaded = (await fragment(part.dataset.href))?.querySelector("[data-part]");
    part.removeAttribute("data-busy");
    if (!loaded || !part.isConnected) return part;
    const focused = part.contains(document.activeElement) && document.activeElement.closest("[data-said]")?.id;
    reveal(loaded);
    seen.unobserve(part);
    part.replaceWith(loaded);
    seen.observe(loaded);
    if (focused) (document.getElementById(focused)?.querySelector("button") ?? box).focus({ preventScroll: true });
    return loaded;
  }

  function refresh() {
    for (const part of parts()) {
      part.toggleAttribute("data-stale", part.hasAttribute("data-loaded"));
      if (part.hasAttribute("data-seen")) load(part);
    }
  }

  async function goTo(ms) {
    const part = parts().findLast((one) => Number(one.dataset.from) <= ms) ?? parts()[0];
    if (!part) return;
    await load(part);
    bring(saidAt(ms) ?? part);
  }

  function saidAt(ms) {
    return [...box.querySelectorAll("[data-said]")].findLast((one) => Number(one.dataset.start) <= ms + 60);
  }

  function bring(element) {
    const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (top < box.clientHeight * 0.1 || top > box.clientHeight * 0.7) box.scrollTop += top - box.clientHeight * 0.3;
  }

  function follow() {
    if (!follows?.checked || !media.played.length) return;
    const ms = media.currentTime * 1000;
    const part = parts().findLast((one) => Number(one.dataset.from) <= ms);
    if (part && !part.hasAttribute("data-loaded")) load(part);
    const said = saidAt(ms);
    if (said === spoken) return;
    spoken?.classList.remove("marking-said--now");
    said?.classList.add("marking-said--now");
    spoken = said;
    if (said) bring(said);
  }

  media?.addEventListener("timeupdate", follow);
  media?.addEventListener("seeked", follow);
  document.addEventListener("selectionchange", () => {
    const found = selectedIn(box);
    if (!found && document.activeElement?.closest("[data-selection-tools], dialog")) return;
    selection = found;
    selectionChanged(found);
  });
  return { refresh, goTo, selected: () => selection, forget: () => { selection = null; selectionChanged(null); } };
}

/** The times of the selected words, with half of the pause on both sides, but no more than 300 ms. */
function selectedIn(box) {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const texts = [...box.querySelectorAll("[data-text]")].filter((one) => range.intersectsNode(one));
  const touched = texts.map((one) => wordsIn(one, range)).filter(Boolean);
  if (!touched.length) return null;
  const [first, last] = [touched[0], touched.at(-1)];
  const before = first.before ?? endBefore(first.said, box);
  const after = last.after ?? startAfter(last.said, box);
  return { start: first.start - padding(first.start - before), end: last.end + padding(after - last.end) };
}

function padding(pause) {
  return Math.round(Math.min(MOST_PADDING_MS, Math.max(0, pause) / 2));
}

/** Which words of an utterance are selected: their times, and where the words beside them end and begin; null where none is. */
function wordsIn(element, range) {
  const said = element.closest("[data-said]");
  const [start, end] = [Number(said.dataset.start), Number(said.dataset.end)];
  const [from, to] = [offset(element, range.startContainer, range.startOffset, 0), offset(element, range.endContainer, range.endOffset, Infinity)];
  const tokens = [...element.textContent.matchAll(/\S+/g)];
  const inside = tokens.map((token, at) => ({ at, begins: token.index, ends: token.index + token[0].length }))
    .filter((token) => token.begins < to && token.ends > from);
  if (!inside.length) return null;
  const times = said.dataset.words ? said.dataset.words.split(" ").map((value) => start + Number(value)) : [];
  if (times.length !== tokens.length * 2) return { said, start, end };
  const [a, b] = [inside[0].at, inside.at(-1).at];
  return { said, start: times[2 * a], end: times[2 * b + 1], before: a ? times[2 * a - 1] : undefined, after: times[2 * b + 2] };
}

/** How many characters of an element lie before a place; what lies outside counts as its beginning (0) or end (Infinity). */
function offset(element, container, at, outside) {
  if (!element.contains(container)) return outside;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(container, at);
  return before.toString().length;
}

function endBefore(said, box) {
  const all = [...box.querySelectorAll("[data-said]")];
  return Number(all[all.indexOf(said) - 1]?.dataset.end ?? 0);
}

function startAfter(said, box) {
  const all = [...box.querySelectorAll("[data-said]")];
  return Number(all[all.indexOf(said) + 1]?.dataset.start ?? said.dataset.end);
}
