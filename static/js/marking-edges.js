// The edges of a cut: heard as the public will hear them, and seen picture by picture.

import { seek } from "./player-seek.js";

const AROUND_MS = 3000;
const NOTE_MS = 1500;
const FRAME_MS = 40;

/** Gives back `cross(start, end)`, which plays up to the cut and goes on behind it, and `show(ms, before)`, which shows one picture. */
export function edges(media, note, text) {
  let round = 0;

  function cross(start, end) {
    const mine = ++round;
    let over = false;
    let playing = false;
    const step = () => {
      if (mine !== round) return;
      const ms = media.currentTime * 1000;
      if (!media.seeking) {
        playing ||= !media.paused;
        if (playing && media.paused) return; // stopped by hand, or at the end
        if (!over && ms >= start) {
          over = true;
          tell();
          seek(media, end);
        } else if (over && ms >= end + AROUND_MS) {
          media.pause();
          return;
        }
      }
      requestAnimationFrame(step);
    };
    seek(media, Math.max(0, start - AROUND_MS), { play: true });
    requestAnimationFrame(step);
  }

  function tell() {
    note.textContent = text;
    note.hidden = false;
    setTimeout(() => { note.hidden = true; }, NOTE_MS);
  }

  function show(ms, before) {
    round += 1;
    media.pause();
    seek(media, Math.max(0, before ? ms - FRAME_MS : ms));
  }

  return { cross, show };
}
