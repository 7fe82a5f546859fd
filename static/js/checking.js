// Checking the text: one utterance open, its sound beside it, everything by keyboard. Without it every utterance is a form of its own.

import { drafts } from "./checking-drafts.js";
import { Editor } from "./checking-editor.js";
import { changes, show } from "./checking-history.js";
import { listen } from "./checking-keys.js";
import { list } from "./checking-lines.js";
import { sound } from "./checking-sound.js";

const page = document.querySelector("[data-checking]");
const tools = document.querySelector("[data-tools]");
const lines = list(document.querySelector("[data-lines]"), page.dataset.href);
const kept = drafts(page.dataset.account, page.dataset.checking);
const made = changes(page.dataset.checking, tools.querySelector("[data-do=undo]"));
const looping = document.querySelector("[data-loop]");
let clearing = 0;

function say(text) {
  const notice = document.querySelector("[data-notice]");
  clearTimeout(clearing);
  notice.textContent = text;
  clearing = setTimeout(() => { notice.textContent = ""; }, 4000);
}

/** For those who do not see what is shown elsewhere. */
function whisper(text) {
  const told = document.querySelector("[data-told]");
  told.textContent = "";
  requestAnimationFrame(() => { told.textContent = text; });
}

const player = sound(document.querySelector("[data-media]"), {
  failed: () => say(page.dataset.notPlayed),
  looping: () => looping.checked,
  speed: (times) => {
    const shown = new Intl.NumberFormat(document.documentElement.lang).format(times);
    document.querySelector("[data-speed-shown]").textContent = `${shown}×`;
    say(`${page.dataset.speed} ${shown}`);
  },
});

function changed(nodes, line, revision) {
  const progress = nodes.querySelector("[data-progress]");
  if (progress) document.querySelector("[data-progress]").replaceWith(progress);
  if (revision) made.add({ line: line.dataset.line, stand: revision, version: line.dataset.version });
  document.querySelector("[data-undo-form]")?.remove();
  listDrafts();
}

const editor = new Editor(page, { list: lines, sound: player, drafts: kept, say, whisper, changed });

function undo() {
  if (editor.dirty) {
    say(page.dataset.saveFirst);
    return;
  }
  const last = made.take();
  if (!last) return;
  const version = lines.line(last.line)?.dataset.version ?? last.version;
  editor.back(last.line, { stand: last.stand, version });
}

const acts = {
  replay: () => editor.replay(),
  stop: () => player.stop(),
  slower: () => player.slower(),
  faster: () => player.faster(),
  previous: () => editor.step(-1),
  next: () => editor.step(1),
  doubt: () => editor.nextDoubt(),
  undo,
};
const help = listen(document.querySelector("[data-keys]"), {
  "Control+Enter": () => editor.save({ stay: false, byKey: true }),
  "Control+s": () => editor.save({ stay: true, byKey: true }),
  "Control+Space": acts.replay,
  "Control+,": acts.slower,
  "Control+.": acts.faster,
  "Control+Shift+1": () => editor.put(1),
  "Control+Shift+2": () => editor.put(2),
  "Control+Shift+3": () => editor.put(3),
  Escape: acts.stop,
  PageUp: (event) => editor.holds(event.target) && acts.previous(),
  PageDown: (event) => editor.holds(event.target) && acts.next(),
  F8: acts.doubt,
  F9: acts.undo,
});
tools.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]")?.dataset.do;
  if (act === "help") help();
  else acts[act]?.();
});
tools.hidden = false;

document.addEventListener("submit", (event) => {
  if (!("editor" in event.target.dataset)) return;
  event.preventDefault();
  if ("machine" in (event.submitter?.dataset ?? {})) editor.machine();
  else editor.save({ stay: event.submitter?.value === "bleiben" });
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  const at = (selector) => event.target.closest(selector);
  const line = at("[data-line]");
  if (at("[data-heard]")) editor.put(at("[data-heard]"));
  else if (at("[data-take-theirs]")) editor.takeTheirs();
  else if (at("[data-history]")) openHistory(at("[data-history]"), line);
  else if (at("[data-close]")) editor.close({ focus: true });
  else if (at("[data-edit]") || (at("[data-text]") && getSelection().isCollapsed && !("hidden" in line.dataset))) editor.open(line);
  else return;
  event.preventDefault();
});

function openHistory(link, line) {
  show(document.querySelector("[data-history-dialog]"), link.href, line.dataset.line, {
    back: (id, fields) => editor.back(id, fields),
    failed: () => say(page.dataset.notLoaded),
  });
}

/** What was typed earlier and not saved, in utterances that are not open. */
function listDrafts() {
  const shown = kept.all().filter(({ id }) => !editor.holds(lines.line(id)));
  document.querySelector("[data-drafts]").hidden = shown.length === 0;
  document.querySelector("[data-drafts-list]").replaceChildren(...shown.map(({ id, clock, text }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${page.dataset.href}?u=${id}`;
    link.textContent = `${clock}: ${text.slice(0, 80)}`;
    item.append(link);
    return item;
  }));
}

const opened = document.querySelector("[data-editor]")?.closest("[data-line]");
if (opened) editor.adopt(opened);
listDrafts();
