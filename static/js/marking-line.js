// The time line of the marking page: a slider for keys, the bar for the pointer, and a picture of the place somebody points at.

import { clock, seek } from "./player-seek.js";
import * as thumbs from "./player-thumbs.js";
import { tenths } from "./marking-time.js";

const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -60, PageUp: 60 };

/** Keep slider, bar and clock in step with the media element. */
export function line(root, media, duration) {
  const slider = root.querySelector("[data-slider]");
  const shown = document.querySelector("[data-now-shown]");
  root.querySelector("[data-seek-line]").hidden = false;

  function show() {
    const ms = media.currentTime * 1000;
    const share = `${Math.min(100, (100 * ms) / duration)}%`;
    if (!slider.matches(":active")) slider.value = Math.floor(ms / 1000);
    slider.style.setProperty("--share", share);
    slider.setAttribute("aria-valuetext", clock(ms));
    root.style.setProperty("--share", share);
    shown.textContent = tenths(ms);
  }

  function loop() {
    show();
    if (!media.paused) requestAnimationFrame(loop);
  }

  media.addEventListener("play", loop);
  for (const name of ["timeupdate", "seeking", "seeked"]) media.addEventListener(name, show);
  slider.addEventListener("input", () => seek(media, Number(slider.value) * 1000));
  slider.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    seek(media, Math.min(Math.max(media.currentTime + step, 0), duration / 1000) * 1000);
  });
  root.addEventListener("click", (event) => {
    const bar = event.target.closest("[data-bar]");
    if (bar) seek(media, at(bar, event.clientX, duration));
  });
  preview(root, duration);
  show();
}

function at(bar, x, duration) {
  const box = bar.getBoundingClientRect();
  return Math.min(Math.max((x - box.left) / box.width, 0), 1) * duration;
}

function preview(root, duration) {
  const box = root.querySelector("[data-preview]");
  const picture = box.querySelector("[data-picture]");
  let pictures = [];
  let asked = false;
  picture.hidden = true;

  async function ask() {
    if (asked || !root.dataset.thumbs) return;
    asked = true;
    const answer = await fetch(root.dataset.thumbs).catch(() => null);
    if (answer?.ok) pictures = thumbs.parse(await answer.text(), new URL(root.dataset.thumbs, location.href));
  }

  root.addEventListener("pointermove", (event) => {
    const over = event.target.closest("[data-bar], [data-slider]");
    box.hidden = !over || event.pointerType === "touch";
    if (box.hidden) return;
    ask();
    const ms = at(root, event.clientX, duration);
    box.querySelector("[data-preview-time]").textContent = clock(ms);
    picture.hidden = pictures.length === 0;
    if (pictures.length) thumbs.show(picture, thumbs.at(pictures, ms));
    const room = root.clientWidth - box.offsetWidth;
    box.style.left = `${Math.min(Math.max((ms / duration) * root.clientWidth - box.offsetWidth / 2, 0), Math.max(room, 0))}px`;
  });
  root.addEventListener("pointerleave", () => { box.hidden = true; });
}
