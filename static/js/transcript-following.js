// The transcript follows what is played, until a person scrolls. Silent: nothing is announced and the focus stays where it is.

import { load, partAt } from "./transcript-parts.js";
import { marker, read } from "./transcript-words.js";

const SCROLL_KEYS = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", "Tab"]);

/** Follow a media element. `query` gives the words to be marked in what is loaded. */
export function follow(media, wordsAddress, back, query) {
  const mark = marker();
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let words = null;
  let asked = false;
  let following = true;
  let current = null;
  let shown = null;
  let frame = 0;

  async function ask() {
    if (asked || !wordsAddress) return;
    asked = true;
    words = await read(wordsAddress);
    step();
  }

  function now() {
    const ms = media.currentTime * 1000;
    return words ? words.at(ms + 60) : null;
  }

  function step() {
    const said = media.played.length ? now() : null;
    const element = said && document.getElementById(said.id);
    if (element !== shown) {
      shown?.classList.remove("said--now");
      element?.classList.add("said--now");
      shown = element;
    }
    const silent = said && media.currentTime * 1000 > said.end + 1500;
    mark(silent ? null : element, said ? said.word : -1);
    if (said && said.id !== current) {
      current = said.id;
      if (following) bring();
    }
  }

  async function bring() {
    const said = now();
    if (!said || media.paused && media.currentTime === 0) return;
    let element = document.getElementById(said.id);
    if (!element) {
      const part = partAt(media.currentTime * 1000);
      if (part) await load(part, query());
      element = document.getElementById(said.id);
      step();
    }
    if (element && following) scroll(element);
  }

  function scroll(element) {
    const top = coveredTop();
    const room = innerHeight - top;
    const box = element.getBoundingClientRect();
    if (box.top > top + room * 0.1 && box.bottom < top + room * 0.6) return;
    scrollBy({ top: box.top - top - room * 0.25, behavior: still.matches ? "instant" : "smooth" });
  }

  function stop() {
    if (!following || media.paused) return;
    following = false;
    back.hidden = false;
  }

  function resume() {
    following = true;
    back.hidden = true;
    bring();
  }

  function loop() {
    step();
    frame = media.paused ? 0 : requestAnimationFrame(loop);
  }

  media.addEventListener("play", () => { ask(); if (!frame) frame = requestAnimationFrame(loop); });
  media.addEventListener("seeked", () => { ask(); step(); });
  addEventListener("wheel", stop, { passive: true });
  addEventListener("touchmove", stop, { passive: true });
  addEventListener("pointerdown", (event) => { if (event.target === document.documentElement) stop(); });
  addEventListener("keydown", (event) => {
    if (SCROLL_KEYS.has(event.key) && !event.defaultPrevented && !event.target.closest?.("input, select, textarea")) stop();
  });
  back.addEventListener("click", resume);
  return { resume };
}

/** How much of the window's top the player covers where it stays in view above the text. */
function coveredTop() {
  const screen = document.querySelector("[data-screen]");
  const column = document.querySelector("[data-transcript]");
  if (!screen || !column) return 0;
  const box = screen.getBoundingClientRect();
  const beside = column.getBoundingClientRect().left >= box.right - 1;
  return !beside && getComputedStyle(screen).position === "sticky" ? box.height : 0;
}
