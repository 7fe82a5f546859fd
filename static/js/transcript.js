// The transcript of the recording page: loading, jumping, searching, following, quoting. Without it every link loads a page.

import { seek } from "./player-seek.js";
import { follow } from "./transcript-following.js";
import { load, partAt } from "./transcript-parts.js";
import { offer } from "./transcript-quote.js";
import { search } from "./transcript-search.js";

const page = document.querySelector("[data-recording]");
const media = document.querySelector("[data-media]");
const column = document.querySelector("[data-text-column]");
const back = document.querySelector("[data-back]");
let query = () => "";
let following = null;

function say(text) {
  const notice = document.querySelector("[data-notice]");
  notice.textContent = "";
  requestAnimationFrame(() => { notice.textContent = text; });
}

async function open(part, { focus = false } = {}) {
  const loaded = await load(part, query());
  if (!loaded) say(page.dataset.notLoaded);
  else if (focus) loaded.focus({ preventScroll: true });
  return loaded;
}

function playFrom(ms) {
  if (!media) return;
  seek(media, ms, { play: true });
  following?.resume();
}

/** Show a hit where it is said, and play it where it can be played. */
async function goTo(ms, id) {
  const part = partAt(ms);
  if (part) await open(part);
  const utterance = document.getElementById(id);
  column.querySelector(".said--meant")?.classList.remove("said--meant");
  utterance?.classList.add("said--meant");
  utterance?.scrollIntoView({ block: "center" });
  playFrom(Math.floor(ms / 1000) * 1000);
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const jump = event.target.closest("[data-jump]");
  const chapter = event.target.closest("a[data-chapter]");
  const link = event.target.closest("[data-load]");
  if (jump && media) {
    event.preventDefault();
    playFrom(Number(jump.value) * 1000);
  } else if (chapter && media) {
    event.preventDefault();
    playFrom(Number(chapter.dataset.chapter));
  } else if (link) {
    event.preventDefault();
    open(link.closest("[data-part]"), { focus: event.detail === 0 });
  }
});

if (column) {
  const form = document.querySelector("[data-within]");
  query = search(form, document.querySelector("[data-hits]"), goTo);
  offer(page, column, say);
}
if (media && column) following = follow(media, page.dataset.words, back, query);
arrive();

/** Beside the player the quote is scrolled to; on a phone the player comes to the top, and the quote stands below it. */
function arrive() {
  const screen = document.querySelector("[data-screen]");
  if (matchMedia("(min-width: 64rem)").matches) {
    document.querySelector("[data-unfold]")?.setAttribute("open", "");
    column?.querySelector(".said--meant")?.scrollIntoView({ block: "center" });
  } else if (screen && document.querySelector("[data-moment]")) {
    scrollBy({ top: screen.getBoundingClientRect().top, behavior: "instant" });
  }
}
