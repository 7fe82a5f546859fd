// The steps of a page of a survey: fetched instead of loaded, so that Back never asks whether to send a form again. Where that cannot be,
// the form is sent as every form is.

import { attempt, found } from "./survey-delivery.js";
import { takenUp } from "./survey-draft.js";

const SLOW_MS = 1000;
const SEND = "absenden"; // where survey-sending has not taken it over

export class Steps {
  #form;
  #keeping;
  #status;
  #arrived;
  #underway = null;
  #failures = 0;
  #plainly = false;

  /** `arrived(element, step)` is called with the sheet or the receipt a step led to. */
  constructor(form, keeping, status, arrived) {
    this.#form = form;
    this.#keeping = keeping;
    this.#status = status;
    this.#arrived = arrived;
    form.addEventListener("submit", (event) => this.#submitted(event));
  }

  /** Take a step with what is filled in. It takes the place of one that is under way. */
  take(step) {
    return this.#take(step, () => this.#failed(step));
  }

  /** Go on with a draft; `failed` is called where its fields do not arrive. */
  resume(draft, failed) {
    const { step, fields } = takenUp(draft);
    return this.#take(step, failed, fields);
  }

  /** Stay here: what is under way does not count any more. */
  stay() {
    this.#underway = null;
    this.#form.removeAttribute("aria-busy");
    this.#status.words([]);
  }

  #submitted(event) {
    const button = event.submitter;
    if (this.#plainly || event.defaultPrevented || !button || !this.#isHere(button)) return;
    event.preventDefault();
    this.#keeping.save(button.value === SEND || undefined);
    if (!this.#underway) this.take(button.value);
  }

  /** The site itself speaks some languages: their pages are others as a whole. */
  #isHere(button) {
    const address = button.getAttribute("formaction");
    return !address || address === this.#form.getAttribute("action");
  }

  async #take(step, failed, fields = [...new FormData(this.#form)]) {
    this.stay();
    const mine = this.#underway = {};
    this.#form.setAttribute("aria-busy", "true");
    setTimeout(() => {
      if (this.#underway === mine) this.#status.say("step-wait");
    }, SLOW_MS);
    const answer = await attempt(this.#form.action, [...fields, ["schritt", step]]);
    if (this.#underway !== mine) return; // overtaken
    this.stay();
    if (!answer) failed();
    else this.#came(answer, step, failed);
  }

  #came(answer, step, failed) {
    const { element, words } = found(answer);
    if (step === SEND) this.#keeping.save(false); // it has arrived, or was not taken
    if (element) this.#arrived(element, step);
    else if (answer.moved) location.assign(answer.moved);
    else if (words.length) this.#status.words(words);
    else failed();
  }

  #failed(step) {
    this.#failures += 1;
    this.#keeping.save();
    this.#status.say("step-no-line");
    this.#status.again((byHand) => (byHand && this.#failures > 1 ? this.#send(step) : this.take(step)));
  }

  /** As a form without scripts is sent: it may get through where fetching does not. */
  #send(step) {
    const button = document.createElement("button");
    button.name = "schritt";
    button.value = step;
    button.hidden = true;
    this.#form.append(button);
    this.#plainly = true;
    this.#form.requestSubmit(button);
  }
}
