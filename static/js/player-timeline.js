// The time line: where we are, what is dealt with there, where hits lie, and a picture of the place a person points at.

import { clock, seek } from "./player-seek.js";
import * as thumbs from "./player-thumbs.js";

const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 };

/** Bring the time line to life and keep it in step with the media element. */
export function follow(root, media) {
  const duration = Number(root.dataset.duration);
  const slider = root.querySelector("[data-slider]");
  const playhead = root.querySelector("[data-playhead]");
  const chapters = readChapters();
  root.querySelector("[data-seek]").hidden = false;
  playhead?.removeAttribute("hidden");

  function show() {
    const ms = media.currentTime * 1000;
    const share = `${Math.min(100, (100 * ms) / duration)}%`;
    const chapter = chapters.findLast((one) => one.start <= ms + 500);
    if (document.activeElement !== slider || !slider.matches(":active")) slider.value = Math.floor(ms / 1000);
    slider.style.setProperty("--share", share);
    slider.setAttribute("aria-valuetext", chapter ? `${clock(ms)}, ${chapter.name}` : clock(ms));
    playhead?.setAttribute("x1", share);
    playhead?.setAttribute("x2", share);
    for (const one of chapters) {
      for (const link of one.links) {
        if (one === chapter) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }
  }

  media.addEventListener("timeupdate", show);
  media.addEventListener("seeking", show);
  slider.addEventListener("input", () => seek(media, Number(slider.value) * 1000));
  slider.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    seek(media, Math.min(Math.max(media.currentTime + step, 0), duration / 1000) * 1000);
    show();
  });
  preview(root, slider, duration, chapters);
  hits(root);
  show();
}

function readChapters() {
  const found = new Map();
  for (const link of document.querySelectorAll("a[data-chapter]")) {
    const start = Number(link.dataset.chapter);
    if (!found.has(start)) found.set(start, { start, name: "", links: [] });
    const chapter = found.get(start);
    chapter.links.push(link);
    const name = link.querySelector(".chapter__name");
    if (name) chapter.name = name.textContent.replace(/\s+/g, " ").trim();
  }
  return [...found.values()].sort((one, other) => one.start - other.start);
}

/** A line for each hit of the search within the transcript, renewed when it changes. */
function hits(root) {
  const drawing = root.querySelector("[data-hit-marks]");
  const draw = () => {
    drawing.replaceChildren(...[...document.querySelectorAll("[data-hit]")].map((hit) => {
      const line = document.createElementNS(SVG, "line");
      for (const [name, value] of [["x1", hit.dataset.x], ["x2", hit.dataset.x], ["y1", "0"], ["y2", "100%"]]) {
        line.setAttribute(name, value);
      }
      return line;
    }));
  };
  document.addEventListener("ratsfenster:hits", draw);
  draw();
}

function preview(root, slider, duration, chapters) {
  const gaps = [...root.querySelectorAll("[data-gap]")].map((gap) => [Number(gap.dataset.gap), Number(gap.dataset.gapEnd)]);
  const box = root.querySelector("[data-preview]");
  const picture = box.querySelector("[data-picture]");
  let pictures = [];
  let asked = false;
  let pointer = 0;
  picture.hidden = true;

  async function ask() {
    if (asked || !root.dataset.thumbs) return;
    asked = true; // once; the picture under the pointer follows when they are there
    const answer = await fetch(root.dataset.thumbs).catch(() => null);
    if (answer?.ok) pictures = thumbs.parse(await answer.text(), new URL(root.dataset.thumbs, location.href));
    if (!box.hidden) show();
  }

  function show() {
    const line = root.getBoundingClientRect();
    const share = Math.min(Math.max((pointer - line.left) / line.width, 0), 1);
    const ms = share * duration;
    box.querySelector("[data-preview-time]").textContent = clock(ms);
    const hidden = gaps.some(([start, end]) => start <= ms && ms < end);
    const topic = hidden ? root.dataset.hiddenName : chapters.findLast((one) => one.start <= ms)?.name;
    box.querySelector("[data-preview-topic]").textContent = topic ?? "";
    picture.hidden = pictures.length === 0;
    if (pictures.length) thumbs.show(picture, thumbs.at(pictures, ms));
    box.hidden = false;
    const room = line.width - box.offsetWidth;
    box.style.left = `${Math.min(Math.max(share * line.width - box.offsetWidth / 2, 0), Math.max(room, 0))}px`;
  }

  for (const line of [slider, root.querySelector("[data-bar]")].filter(Boolean)) {
    line.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      pointer = event.clientX;
      ask();
      show();
    });
    line.addEventListener("pointerleave", () => { box.hidden = true; });
  }
}
