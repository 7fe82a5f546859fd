// The field of the utterance in work. There is one at a time; what is typed is kept in this browser until it is saved.

import { select, underline } from "./checking-doubts.js";
import { fragment } from "./checking-lines.js";
import { send } from "./checking-saving.js";
import { clear, tell } from "./checking-trouble.js";

const KEPT_AFTER_MS = 250;

export class Editor {
  #line = null; // with the field in it
  #closed = null; // how it looks without: a promise
  #busy = false;
  #keeping = 0;

  /** `say` tells what happened, `whisper` only those who do not see it; `changed` takes the server's answer, the utterance in it, and the change where there was one. */
  constructor(page, { list, sound, drafts, say, whisper, changed }) {
    Object.assign(this, { page, list, sound, drafts, say, whisper, changed });
    addEventListener("pagehide", () => this.#keep());
    addEventListener("beforeunload", (event) => { if (this.#line && !this.#keep()) event.preventDefault(); });
  }

  get #form() { return this.#line.querySelector("[data-editor]"); }
  get #field() { return this.#line.querySelector("[data-field]"); }
  get #doubts() { return JSON.parse(this.#form.dataset.doubts); }
  get #seen() { return this.#form.elements.gesehen.value; }

  /** Whether something was typed that is not saved. */
  get dirty() { return this.#line !== null && this.#field.value !== this.#seen; }

  /** Whether a node is in the utterance in work. */
  holds(node) { return this.#line?.contains(node) ?? false; }

  /** Take over the field that came with the page. */
  adopt(line) {
    this.#take(line, fragment(this.#address(line)).then((loaded) => loaded?.querySelector("[data-line]")));
    this.#bring();
  }

  async open(line, { play = true } = {}) {
    if (line !== this.#line) {
      const loaded = (await fragment(this.#address(line, { offen: "1" })))?.querySelector("[data-line]");
      if (!line.isConnected) return; // somebody was quicker than the server
      if (!loaded?.querySelector("[data-field]")) return this.say(this.page.dataset.notLoaded);
      await this.close();
      line.replaceWith(loaded);
      this.#take(loaded, Promise.resolve(line));
      this.#field.setSelectionRange(0, 0);
    }
    this.#field.focus({ preventScroll: true });
    this.#bring();
    if (play) this.replay();
  }

  /** Put the utterance back as it is to be read. */
  async close({ focus = false } = {}) {
    if (!this.#line) return;
    this.#keep();
    const [line, unsaved] = [this.#line, this.dirty];
    const closed = await this.#closed;
    if (line !== this.#line || !closed) return;
    markUnsaved(closed, unsaved ? this.page.dataset.unsaved : "");
    line.replaceWith(closed);
    this.#line = null;
    this.sound.stop();
    if (focus) closed.querySelector("[data-edit]")?.focus();
  }

  /** Save; `byKey`: while two texts stand side by side, a key pressed once more is no decision. */
  async save({ stay, byKey = false }) {
    if (!this.#line || this.#busy) return;
    const conflict = this.#line.querySelector("[data-conflict]");
    if (byKey && conflict) return conflict.querySelector("button").focus();
    this.#busy = true;
    this.#keep();
    const form = this.#form;
    const { version, gesehen } = form.elements;
    const fields = { text: this.#field.value, version: version.value, gesehen: gesehen.value, was: stay ? "bleiben" : "weiter" };
    const answer = await send(form.action, fields);
    this.#busy = false;
    if (!this.#line || form !== this.#form) return;
    if (answer.kind !== "saved") tell(this.#line, answer, this.page.dataset, this.whisper, () => this.save({ stay }));
    else await this.#stored(answer.nodes, fields, stay);
  }

  async #stored(nodes, fields, stay) {
    const line = nodes.querySelector("[data-line]");
    this.drafts.drop(line.dataset.line);
    this.changed(nodes, line, line.dataset.version === fields.version ? null : line.dataset.revision);
    if (stay || this.#field.value !== fields.text) return this.#settle(line, fields.text); // or somebody typed on meanwhile
    this.#line.replaceWith(line);
    this.#line = null;
    const next = await this.list.unchecked(line);
    this.say(next ? this.page.dataset.savedNext : this.page.dataset.allDone);
    if (next) return this.open(next);
    this.sound.stop();
    line.querySelector("[data-edit]")?.focus();
  }

  /** The field stays, on what is stored now. */
  #settle(stored, sent) {
    const text = stored.querySelector("[data-text]").textContent.trim();
    this.#closed = Promise.resolve(stored);
    this.#form.elements.version.value = stored.dataset.version;
    this.#form.elements.gesehen.value = text;
    if (this.#field.value === sent) this.#field.value = text;
    clear(this.#line);
    this.#show();
    this.say(this.page.dataset.saved);
  }

  /** Bring an earlier state of an utterance back, by its id. */
  async back(id, fields) {
    const address = this.#address(null, {}, `/${id}/zurueck`);
    const answer = await send(address, fields);
    if (answer.kind !== "saved") {
      this.say(answer.kind === "signed-out" ? this.page.dataset.signedOut : this.page.dataset.notUndone);
      return;
    }
    const stored = answer.nodes.querySelector("[data-line]");
    const shown = this.list.line(id);
    this.drafts.drop(id);
    if (shown === this.#line) this.#line = null;
    shown?.replaceWith(stored);
    this.changed(answer.nodes, stored, null);
    if (shown) await this.open(stored, { play: false });
    this.say(this.page.dataset.undone);
  }

  machine() {
    return this.back(this.#line.dataset.line, { maschine: "1", version: this.#form.elements.version.value });
  }

  /** Give up what was typed for what is stored. */
  takeTheirs() {
    put(this.#field, 0, this.#field.value.length, this.#seen);
    this.drafts.drop(this.#line.dataset.line);
    clear(this.#line);
  }

  async step(by) {
    const next = await (by > 0 ? this.list.next(this.#line) : this.list.previous(this.#line));
    if (next) await this.open(next);
    else this.say(this.page.dataset.noMore);
  }

  async nextDoubt() {
    let found = this.#line ? select(this.#field, this.#doubts, { around: false }) : null;
    if (!found) {
      const next = await this.list.doubtful(this.#line);
      if (next) await this.open(next, { play: false });
      found = next && this.#line ? select(this.#field, this.#doubts) : null;
    }
    if (!found) return this.say(this.page.dataset.noDoubt);
    this.sound.hear(Number(this.#line.dataset.from), Number(this.#line.dataset.to), found.ms);
    this.say(`${this.page.dataset.doubt} ${found.word}`);
  }

  /** Put a name in place of what was heard; `name` is its button, or its number. */
  put(name) {
    const button = typeof name === "number" ? this.#line?.querySelectorAll("[data-heard]")[name - 1] : name;
    const at = button ? this.#field.value.indexOf(button.dataset.heard) : -1;
    if (at < 0) return;
    put(this.#field, at, at + button.dataset.heard.length, button.dataset.name);
    button.setAttribute("aria-pressed", "true");
    this.say(`${this.page.dataset.applied} ${button.dataset.name}`);
  }

  replay() {
    if (this.#line) this.sound.hear(Number(this.#line.dataset.from), Number(this.#line.dataset.to));
  }

  #take(line, closed) {
    this.#line = line;
    this.#closed = closed;
    line.querySelector("[data-names]")?.removeAttribute("hidden");
    const draft = this.drafts.get(line.dataset.line);
    if (draft && draft.text !== this.#seen) {
      this.#field.value = draft.text;
      this.#form.elements.gesehen.value = draft.seen; // so that saving tells where somebody else changed it meanwhile
      this.say(this.page.dataset.restored);
    }
    this.#field.addEventListener("input", () => {
      this.#show();
      clearTimeout(this.#keeping);
      this.#keeping = setTimeout(() => this.#keep(), KEPT_AFTER_MS);
    });
    this.#show();
    remember(line.dataset.line, this.page.dataset.order);
  }

  #show() {
    underline(this.#line.querySelector("[data-marks]"), this.#field.value, this.#doubts);
    if (CSS.supports("field-sizing", "content")) return;
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight + 4}px`;
  }

  /** Keep what was typed; false where the browser does not. */
  #keep() {
    clearTimeout(this.#keeping);
    if (!this.#line) return true;
    const { clock, line: id } = this.#line.dataset;
    if (this.dirty) return this.drafts.keep(id, { text: this.#field.value, seen: this.#seen, clock });
    this.drafts.drop(id);
    return true;
  }

  #address(line, fields = {}, path = `/${line.dataset.line}`) {
    const address = new URL(this.page.dataset.href + path, location.href);
    address.search = location.search;
    for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
    return address;
  }

  #bring() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#line.scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
  }
}

/** Put a text in the place of another, so that the browser can undo it. */
function put(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input"));
}

function markUnsaved(line, text) {
  line.querySelector("[data-draft]")?.remove();
  if (!text) return;
  const note = document.createElement("strong");
  note.className = "line__draft";
  note.dataset.draft = "";
  note.textContent = text;
  line.querySelector(".line__state").append(note);
}

/** So that a page loaded again has the same utterance open. */
function remember(id, order) {
  const address = new URL(location.href);
  address.searchParams.set("folge", order);
  address.searchParams.set("u", id);
  address.searchParams.delete("gespeichert");
  address.hash = "";
  history.replaceState(null, "", address);
}
