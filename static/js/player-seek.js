// Bringing the media element to a moment. The element itself is the state that player and transcript share.

/** Go to a moment in ms; play from there where asked. Called from a click, so that phones allow the sound. */
export function seek(media, ms, { play = false } = {}) {
  const seconds = ms / 1000;
  if (media.readyState >= HTMLMediaElement.HAVE_METADATA) {
    media.currentTime = seconds;
  } else {
    media.addEventListener("loadedmetadata", () => { media.currentTime = seconds; }, { once: true });
    if (!play && media.preload === "none") media.preload = "metadata";
  }
  if (play) media.play().catch(() => {}); // refused or interrupted: the controls are there
}

/** Go forward or back by some seconds, within the recording. */
export function skip(media, seconds) {
  const end = Number.isFinite(media.duration) ? media.duration : Infinity;
  media.currentTime = Math.min(Math.max(media.currentTime + seconds, 0), end);
}

/** 754000 → "0:12:34". */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (value) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
