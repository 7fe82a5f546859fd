// The marking page: the player, the keys and buttons, and what each of them sends. Without it every step is a form with times.

import { edges } from "./marking-edges.js";
import { listen } from "./keys.js";
import { line } from "./marking-line.js";
import { steps } from "./marking-steps.js";
import { text } from "./marking-text.js";
import { exact, parse, tenths } from "./marking-time.js";
import { who } from "./marking-who.js";
import { seek, skip } from "./player-seek.js";
import { attach } from "./player-source.js";

const FRAME_S = { VIDEO: 0.04, AUDIO: 0.1 };
const root = document.querySelector("[data-marking]");
const media = document.querySelector("[data-media]");
const box = document.querySelector("[data-text-box]");
const newCut = document.querySelector("[data-new-cut]");
const speech = document.querySelector("[data-speech]");
const notice = document.querySelector("[data-notice]");
let chosen = null;
let cutFrom = null;
let edition = document.querySelector("[data-swap='meldung']").dataset.edition;

function say(message) {
  notice.textContent = "";
  if (message) requestAnimationFrame(() => { notice.textContent = message; });
}

function filled(template, value) {
  return template.replace("{0}", value);
}

/** Where the player is, in ms, to a hundredth of a second. */
function now() {
  return media ? Math.round(media.currentTime * 100) * 10 : null;
}

function here(act) {
  const ms = now();
  if (ms === null) say(root.dataset.noPlayer);
  else act(ms);
}

function reveal(piece) {
  for (const one of piece.querySelectorAll("[data-script], [data-choose], [data-speaker-of]")) one.hidden = false;
  for (const one of piece.querySelectorAll("[data-here], [data-seek]")) one.hidden = !media;
  for (const one of piece.querySelectorAll("[data-typed]")) one.hidden = Boolean(media);
}

// --- steps

const send = steps(root, {
  say,
  before(form, submitter, fields) {
    if (submitter?.dataset.now && !fields[submitter.dataset.now] && media) fields[submitter.dataset.now] = exact(now());
    return true;
  },
  after(done, form) {
    reveal(root);
    choose(chosen);
    if (done && (form === newCut || form === speech)) {
      for (const name of ["von", "bis"]) form.elements[name].value = "";
    }
    const told = document.querySelector("[data-swap='meldung']");
    if (told.dataset.edition !== edition) written?.refresh();
    edition = told.dataset.edition;
  },
});

// --- the agenda

function items() {
  return [...root.querySelectorAll("[data-item]")];
}

/** Choose an item; the first that has no beginning where none is named, or where it is gone. */
function choose(id) {
  const all = items();
  const item = all.find((one) => one.dataset.item === id)
    ?? all.find((one) => !("begun" in one.dataset) && !("off" in one.dataset)) ?? all[0];
  chosen = item?.dataset.item ?? null;
  for (const one of all) {
    one.classList.toggle("marking-item--chosen", one === item);
    one.querySelector("[data-choose]").checked = one === item;
  }
  document.querySelector("[data-next]").textContent = item ? filled(root.dataset.nextItem, item.dataset.name) : "";
}

async function itemBegins(ms) {
  if (chosen === null) {
    say(root.dataset.noItem);
    return;
  }
  const id = chosen;
  const looked = inView(root.querySelector(".marking-item--chosen"));
  const following = items();
  const next = following.slice(following.findIndex((one) => one.dataset.item === id) + 1).find((one) => !("off" in one.dataset));
  chosen = next?.dataset.item ?? id; // at once, so that the next press means the next item
  if (!(await send({ tun: "beginnt", punkt: id, bei: exact(ms) }))) choose(id);
  if (looked) root.querySelector(".marking-item--chosen")?.scrollIntoView({ block: "nearest" });
}

/** Whether somebody can see it: only then the page follows to the next one. */
function inView(element) {
  const box = element?.getBoundingClientRect();
  return Boolean(box) && box.bottom > 0 && box.top < innerHeight;
}

// --- cuts

function cutBegins(ms) {
  cutFrom = ms;
  newCut.elements.von.value = exact(ms);
  newCut.elements.bis.value = "";
  say(filled(root.dataset.begun, tenths(ms)));
  document.querySelector("[data-next]").textContent = filled(root.dataset.begun, tenths(ms));
}

async function cutEnds(ms) {
  const from = cutFrom ?? parse(newCut.elements.von.value);
  if (from === null || ms <= from) {
    say(from === null ? root.dataset.notBegun : root.dataset.backwards);
    return;
  }
  if (await cut(from, ms)) {
    cutFrom = null;
    newCut.elements.von.value = "";
  }
}

function cut(from, until) {
  return send({ tun: "schneiden", von: exact(from), bis: exact(until), grund: newCut.elements.grund.value });
}

// --- who speaks

function speaks(range, key) {
  const fields = { tun: "spricht", von: exact(range.start), wer: key };
  if (range.end !== null) fields.bis = exact(range.end);
  written?.forget();
  return send(fields);
}

const ask = speech && who(document.querySelector("[data-who]"), speech.elements.wer, {
  nobody: root.dataset.noPerson,
  choose: (found) => speaks(found, found.who),
});

function askWho(range, whole = false) {
  const from = tenths(range.start);
  ask?.({ ...range, whole, shown: range.end === null ? filled(root.dataset.fromHere, from) : `${from}–${tenths(range.end)}` });
}

/** The selected text, else from here until somebody else speaks. */
function meant(act) {
  const range = written?.selected();
  if (range) act(range);
  else here((ms) => act({ start: ms, end: null }));
}

// --- the text

const tools = document.querySelector("[data-selection-tools]");
const written = box && text(box, {
  media,
  reveal,
  selectionChanged(range) {
    tools.hidden = !range;
    if (range) tools.querySelector("[data-selection-shown]").textContent = filled(root.dataset.selection, `${tenths(range.start)}–${tenths(range.end)}`);
  },
});
tools?.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays

// --- buttons and keys

const crossing = media && edges(media, document.querySelector("[data-crossing]"), root.dataset.crossed);

function play() {
  if (!media) return;
  if (media.paused) media.play().catch(() => {});
  else media.pause();
}

function step(frames) {
  if (!media) return;
  media.pause();
  skip(media, frames * (FRAME_S[media.tagName] ?? 0.1));
}

function press(selector) {
  root.querySelector(`${selector}:not([disabled])`)?.click();
}

const acts = {
  play,
  skip: (button) => media && skip(media, Number(button.dataset.by)),
  step: (button) => step(Number(button.dataset.by)),
  item: () => here(itemBegins),
  "cut-in": () => here(cutBegins),
  "cut-out": () => here(cutEnds),
  who: () => meant((range) => askWho(range)),
  citizen: () => meant((range) => speaks(range, "citizen")),
  help: () => help(),
  "cut-selection": () => { const range = written.selected(); if (range) { written.forget(); cut(range.start, range.end); } },
  "who-selection": () => meant((range) => askWho(range)),
  "hear-selection": () => { const range = written.selected(); if (range && media) seek(media, range.start, { play: true }); },
};

const help = listen(document.querySelector("[data-keys]"), {
  " ": play,
  k: play,
  j: () => media && skip(media, -10),
  l: () => media && skip(media, 10),
  ArrowLeft: () => media && skip(media, -1),
  ArrowRight: () => media && skip(media, 1),
  "Shift+ArrowLeft": () => media && skip(media, -5),
  "Shift+ArrowRight": () => media && skip(media, 5),
  ",": () => step(-1),
  ".": () => step(1),
  n: acts.item,
  Enter: acts.item,
  i: acts["cut-in"],
  o: acts["cut-out"],
  b: acts.citizen,
  s: acts.who,
  z: () => press("[data-undo]"),
  "Ctrl+z": () => press("[data-undo]"),
  y: () => press("[data-redo]"),
  "Ctrl+y": () => press("[data-redo]"),
  "Ctrl+Shift+z": () => press("[data-redo]"),
});

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.do) acts[button.dataset.do](button);
  else if (button.dataset.here) fill(button);
  else if (button.dataset.seek && media) seek(media, Number(button.dataset.seek), { play: true });
  else if (button.dataset.cross) crossing?.cross(Number(button.dataset.cross), Number(button.dataset.until));
  else if (button.dataset.show) crossing?.show(Number(button.dataset.show), "before" in button.dataset);
  else if (button.dataset.speakerOf) {
    const said = document.getElementById(`u${button.dataset.speakerOf}`);
    askWho({ start: Number(said.dataset.start), end: Number(said.dataset.end) }, true);
  }
});
root.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose]")) choose(event.target.value);
  if (event.target.matches("[data-speed]") && media) media.playbackRate = Number(event.target.value);
});

/** The time of the player into a field; into one that stands already, the form is sent with it. */
function fill(button) {
  const field = button.form.elements[button.dataset.here];
  field.value = exact(now());
  if ("time" in field.dataset) button.form.requestSubmit();
}

// --- the beginning

reveal(document);
choose(null);
if (media) {
  attach(media, () => say(root.dataset.notPlayed));
  line(document.querySelector("[data-line]"), media, Number(root.dataset.duration));
  const button = root.querySelector("[data-do='play']");
  for (const name of ["play", "pause"]) {
    media.addEventListener(name, () => { button.textContent = media.paused ? button.dataset.play : button.dataset.pause; });
  }
  media.addEventListener("seeked", () => { if (media.paused) written?.goTo(media.currentTime * 1000); });
}
