// Answering a survey: what scripts make nicer. Each part works without the others, and the form without all of them.

import { count } from "./survey-counters.js";
import { RECEIPT } from "./survey-delivery.js";
import { Keeping } from "./survey-keeping.js";
import { speak } from "./survey-language.js";
import { rank } from "./survey-ranking.js";
import { keepReceipt, keptReceipt } from "./survey-receipt.js";
import { resume } from "./survey-resume.js";
import { send } from "./survey-sending.js";
import { follow } from "./survey-shown.js";
import { Status } from "./survey-status.js";
import { Steps } from "./survey-steps.js";
import { put } from "./survey-swap.js";
import { speaker, texts } from "./survey-texts.js";
import { ended, leave, Trail } from "./survey-trail.js";

const REVIEW = "pruefen";
const text = texts();
const say = speaker();

/** Somebody who answers, page after page. */
class Answering {
  #form;
  #keeping;
  #trail;
  #steps;
  #rest = () => {}; // ends what works for the page that is shown

  constructor(form) {
    const address = form.action;
    this.#keeping = new Keeping(form, text, (draft) => this.#steps.resume(draft, () => resume(address, draft)));
    this.#trail = new Trail(form.dataset.page, home(form), (page) => this.#went(page));
    adorn(form);
    this.#keeping.begin();
    this.#serve(form);
    document.querySelector("#blatt [data-first]")?.focus(); // what has to be put right
  }

  /** The parts that take what is filled in to the server. */
  #serve(form) {
    this.#form = form;
    const status = new Status(form, text);
    const show = (element, step, page) => this.#show(element, step, page);
    this.#rest = form.dataset.page === REVIEW ? send(form, this.#keeping, status, show) : () => {};
    this.#steps = new Steps(form, this.#keeping, status, show);
  }

  /** Put what a step led to in the place of the sheet. */
  #show(element, step, page) {
    this.#rest();
    say(""); // what was said belongs to the page that goes
    if (element.id === RECEIPT) {
      keepReceipt(this.#form.dataset.slug, element);
      this.#form = null;
      this.#keeping.end();
      put(element);
      this.#trail.end();
      return;
    }
    const sheet = document.importNode(element, true);
    const form = sheet.querySelector("#bogen");
    if (form.action !== this.#form.action) { // its frame is in another language of the site
      speak(page);
      this.#trail.moved(form.action, home(form));
    }
    adorn(form); // before it is there, so that nothing of it is read out as news
    put(sheet);
    this.#trail.shows(form.dataset.page, step);
    this.#keeping.follow(form);
    this.#serve(form);
  }

  /** Somebody went back or forward to a page. */
  #went(page) {
    if (this.#form.hidden) return; // first they choose whether to go on with a draft
    if (page === this.#form.dataset.page) this.#steps.stay();
    else this.#steps.take(`zu:${page}`);
  }
}

/** The parts that belong to the questions. */
function adorn(form) {
  rank(form, text, say);
  count(form, text);
  follow(form, (questions) => say(text("appeared", { count: questions.length })));
}

/** The survey's own page. */
function home(form) {
  return form.action.replace(/\/fragen$/, "");
}

const form = document.getElementById("bogen"); // the survey's own page has these texts and no form
const receipt = form && ended() ? keptReceipt(form.dataset.slug) : null;
if (receipt) {
  put(receipt);
  leave(home(form));
} else if (form) new Answering(form);
