// The sound of one utterance: played from its beginning, again and again, until it is stopped or another one is opened.

import { seek } from "./player-seek.js";
import { attach } from "./player-source.js";

const BEFORE_MS = 200; // the machine's times are a little late, …
const AFTER_MS = 350; // … and ends a little early
const BREATH_MS = 700; // between two times
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** The sound of a media element; without one nothing is heard and all else works. */
export function sound(media, { failed, looping, speed }) {
  if (!media) return { hear() {}, stop() {}, faster() {}, slower() {} };
  let range = null;
  let frame = 0;
  let pause = 0;

  attach(media, failed);

  function start(ms) {
    clearTimeout(pause);
    seek(media, Math.max(0, ms), { play: true });
    watch();
  }

  function watch() {
    if (!frame) frame = requestAnimationFrame(step);
  }

  function step() {
    frame = 0;
    if (!range) return;
    if (media.currentTime * 1000 >= range.to + AFTER_MS) {
      media.pause();
      if (looping() && !document.hidden) pause = setTimeout(() => { if (range) start(range.from - BEFORE_MS); }, BREATH_MS);
      return;
    }
    if (!media.paused || media.seeking || media.readyState < HTMLMediaElement.HAVE_METADATA) watch();
  }

  function stop() {
    clearTimeout(pause);
    media.pause();
  }

  function change(by) {
    const at = SPEEDS.indexOf(media.playbackRate);
    const next = SPEEDS[Math.min(Math.max((at < 0 ? SPEEDS.indexOf(1) : at) + by, 0), SPEEDS.length - 1)];
    media.defaultPlaybackRate = next;
    media.playbackRate = next;
    speed(next);
  }

  media.addEventListener("play", watch);
  // Whoever goes elsewhere by the player's own controls wants to listen on.
  media.addEventListener("seeking", () => {
    const ms = media.currentTime * 1000;
    if (range && (ms < range.from - 2000 || ms > range.to + 2000)) range = null;
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });

  return {
    /** Hear what is said in [from, to), in ms; the first time from a moment within it where one is given. */
    hear(from, to, at = from) {
      range = { from, to };
      start(at - BEFORE_MS);
    },
    stop,
    faster: () => change(1),
    slower: () => change(-1),
  };
}
