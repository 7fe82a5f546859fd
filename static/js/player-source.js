// Which way the media element gets its sound and picture: HLS by the browser itself, else by hls.js, else the whole file.

const HLS = "application/vnd.apple.mpegurl";
const BEFORE_PLAYING_S = 4; // people on a phone pay for what they do not hear
const WHILE_PLAYING_S = 30;

/** Whether the browser's own HLS is to be used: Apple's, and where there is nothing to build on. Chromium's own
 *  now and then stops for good when somebody goes back over a cut (a discontinuity in the playlist), so hls.js plays there. */
function playsItself(media) {
  const apples = "WebKitPlaybackTargetAvailabilityEvent" in window;
  return media.canPlayType(HLS) !== "" && (apples || !("MediaSource" in window));
}

/** Prepare the element; `failed` is called once where nothing can be played. */
export function attach(media, failed) {
  const address = media.dataset.hls;
  media.addEventListener("loadedmetadata", () => { media.dataset.ready = "true"; }, { once: true });
  if (!address || playsItself(media)) {
    watch(media, () => (address ? withScript(media, address, failed) : failed()));
    media.preload = "metadata";
  } else {
    withScript(media, address, failed);
  }
}

/** Tell when every source has been refused before anything could be shown. */
function watch(media, refused) {
  const sources = media.querySelectorAll("source");
  const last = sources[sources.length - 1];
  const once = () => { if (!media.dataset.ready) refused(); };
  (last || media).addEventListener("error", once, { once: true });
  if (media.error || media.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) once();
}

async function withScript(media, address, failed) {
  const { default: Hls } = await import("../vendor/hls/hls.light.min.mjs");
  if (!Hls.isSupported()) {
    failed();
    return;
  }
  const wanted = media.currentTime;
  const playing = !media.paused;
  media.querySelectorAll("source").forEach((source) => source.remove());
  media.removeAttribute("src");
  media.load();
  const hls = new Hls({ startPosition: wanted || -1, maxBufferLength: BEFORE_PLAYING_S });
  media.addEventListener("play", () => { hls.config.maxBufferLength = WHILE_PLAYING_S; }, { once: true });
  let recovered = false;
  hls.on(Hls.Events.ERROR, (_, problem) => {
    if (!problem.fatal) return;
    if (problem.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
    } else {
      hls.destroy();
      failed();
    }
  });
  hls.loadSource(address);
  hls.attachMedia(media);
  if (playing) media.play().catch(() => {});
}
