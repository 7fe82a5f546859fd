// Keeping what is filled in on the device while somebody answers, saying so, and deleting it when they want.

import * as drafts from "./survey-draft.js";
import { dropReceipt } from "./survey-receipt.js";
import { offer } from "./survey-resume.js";

const CLOSES = (form) => Date.parse(form.dataset.closes ?? "") || 0;

/** The draft of a form that is being filled in, page after page. */
export class Keeping {
  #form;
  #slug;
  #text;
  #note = document.querySelector("[data-kept]");
  #off = false;
  #unkept = false; // something was filled in that could not be kept
  #leaving = false;
  #said = "";
  #sent = false;
  #resume;

  /** `resume(draft)` is called when somebody goes on with a draft of another beginning. */
  constructor(form, text, resume) {
    this.#form = form;
    this.#slug = form.dataset.slug;
    this.#text = text;
    this.#resume = resume;
  }

  /** Begin: go on with the draft of this form, or let people choose where there is one of another beginning. */
  begin() {
    drafts.tidy(Date.now());
    this.#off = drafts.refused();
    const kept = drafts.read(this.#slug, Date.now());
    if (kept && drafts.fieldIn(kept, "schluessel") !== this.#key) this.#choose(kept);
    else if (kept) this.save(kept.sent);
    this.#listen();
    if (this.#off) this.#say("refused");
    this.#note.querySelector("[data-kept-drop]").addEventListener("click", () => this.#refuse());
    this.#note.querySelector("[data-kept-again]").addEventListener("click", () => this.#allow());
    addEventListener("storage", (event) => this.#elsewhere(event));
    addEventListener("pageshow", () => { this.#leaving = false; });
    addEventListener("beforeunload", (event) => {
      if (this.#unkept && !this.#leaving) event.preventDefault();
    });
  }

  /** Another page has taken the form's place. */
  follow(form) {
    this.#form = form;
    this.#listen();
    this.save();
    if (this.#off) this.#say(this.#said); // which may be in another language now
  }

  /** Keep the form as it stands. `sent`: it is on its way, and nobody knows yet whether it arrived. */
  save(sent = this.#sent) {
    this.#sent = sent;
    this.#leaving = false;
    if (this.#off || this.#form.hidden) return;
    const kept = drafts.keep(this.#slug, this.#form, CLOSES(this.#form), Date.now(), sent);
    this.#unkept = !kept;
    this.#say(kept ? "kept" : "unkept");
  }

  /** The answers have arrived: nothing is to be kept any more, also where the page is shown again by "back". */
  end() {
    this.#off = true;
    this.#unkept = false;
    drafts.drop(this.#slug);
    this.#note.hidden = true;
  }

  #listen() {
    const form = this.#form;
    form.addEventListener("input", () => this.save());
    form.addEventListener("change", () => this.save());
    form.addEventListener("submit", () => {
      this.save();
      this.#leaving = true;
    });
  }

  get #key() {
    return this.#form.elements.schluessel.value;
  }

  #choose(kept) {
    const box = document.querySelector("[data-resume]");
    this.#form.hidden = true;
    offer(box, kept, () => {
      drafts.drop(this.#slug);
      if (!kept.sent) this.#takeOver(kept);
      this.#form.hidden = false;
      this.#form.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    }, () => {
      this.#sent = kept.sent;
      this.#resume(kept);
    });
  }

  /** Another window may still have the old answers: with one key only one of the two will count. A draft that was sent may have
   *  arrived, and then its key would swallow the new answers. */
  #takeOver(kept) {
    for (const name of ["schluessel", "stempel"]) {
      const value = drafts.fieldIn(kept, name);
      if (value) this.#form.elements[name].value = value;
    }
  }

  #refuse() {
    this.#off = true;
    drafts.refuse(true);
    drafts.drop(this.#slug);
    dropReceipt(this.#slug);
    this.#say("refused");
    this.#note.querySelector("[data-kept-note]").focus();
  }

  #allow() {
    this.#off = false;
    drafts.refuse(false);
    this.save();
    this.#note.querySelector("[data-kept-note]").focus();
  }

  #elsewhere(event) {
    if (event.key !== drafts.PREFIX + this.#slug || event.newValue !== null || this.#off) return;
    this.#off = true;
    this.#say("elsewhere");
  }

  #say(name) {
    this.#said = name;
    this.#note.querySelector("[data-kept-note]").textContent = this.#text(name);
    this.#note.querySelector("[data-kept-drop]").hidden = name !== "kept";
    this.#note.querySelector("[data-kept-again]").hidden = name !== "refused";
    this.#note.hidden = false;
  }
}
