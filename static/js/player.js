// The player of the recording page: native controls, and beside them what they lack. Without it sound and text are still there.

import { listen } from "./keys.js";
import { seek, skip } from "./player-seek.js";
import { attach } from "./player-source.js";
import { follow } from "./player-timeline.js";

const page = document.querySelector("[data-recording]");
const media = document.querySelector("[data-media]");
const controls = document.querySelector("[data-controls]");

function say(text) {
  document.querySelector("[data-notice]").textContent = text;
}

function toggle() {
  if (media.paused) media.play().catch(() => {});
  else media.pause();
}

function toggleCaptions() {
  const track = media.textTracks[0];
  if (!track) return;
  track.mode = track.mode === "showing" ? "disabled" : "showing";
}

function showCaptions() {
  const showing = [...media.textTracks].some((track) => track.mode === "showing");
  controls.querySelector("[data-captions]")?.setAttribute("aria-pressed", String(showing));
}

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (media.requestFullscreen) media.requestFullscreen().catch(() => {});
  else media.webkitEnterFullscreen?.();
}

function setSpeed(speed) {
  media.playbackRate = speed;
}

function showSpeed() {
  for (const button of controls.querySelectorAll("[data-speed]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === media.playbackRate));
  }
}

function openAtMoment() {
  const here = document.querySelector("[data-here]");
  if (here) seek(media, Number(here.value) * 1000);
}

attach(media, () => say(page.dataset.notPlayed));
follow(document.querySelector("[data-timeline]"), media);
const help = listen(document.querySelector("[data-keys]"), {
  " ": toggle,
  k: toggle,
  j: () => skip(media, -10),
  l: () => skip(media, 10),
  ArrowLeft: () => skip(media, -5),
  ArrowRight: () => skip(media, 5),
  c: toggleCaptions,
  f: toggleFullscreen,
});
controls.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.skip) skip(media, Number(button.dataset.skip));
  else if (button.dataset.speed) setSpeed(Number(button.dataset.speed));
  else if ("captions" in button.dataset) toggleCaptions();
  else if ("help" in button.dataset) help();
});
media.addEventListener("ratechange", showSpeed);
media.textTracks.addEventListener("change", showCaptions);
controls.hidden = false;
openAtMoment();
