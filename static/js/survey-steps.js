// The steps of a page of a survey: fetched instead of loaded, so that Back never asks whether to send a form again. Where that cannot be,
// the form is sent as every form is.

import { attempt, found } from "./survey-delivery.js";
import { addressOf, takenUp } from "./survey-draft.js";

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

  /** `arrived(element, step, page)` is called with the sheet or the receipt a step led to, and the page it came with. */
  constructor(form, keeping, status, arrived) {
    this.#form = form;
    this.#keeping = keeping;
    this.#status = status;
    this.#arrived = arrived;
    form.addEventListener("submit", (event) => this.#submitted(event));
  }

  /** Take a step with what is filled in. It takes the place of one that is under way. `address` is that of the form but where the site
   *  goes on in another language. */
  take(step, address = this.#form.action) {
    return this.#take(step, () => this.#failed(step, address), { address });
  }

  /** Go on with a draft; `failed` is called where its fields do not arrive. */
  resume(draft, failed) {
    const { step, fields } = takenUp(draft);
    return this.#take(step, failed, { fields, address: addressOf(draft, this.#form.action) });
  }

  /** Stay here: what is under way does not count any more. */
  stay() {
    this.#underway = null;
    this.#form.removeAttribute("aria-busy");
    this.#status.words([]);
  }

  #submitted(event) {
    const button = event.submitter;
    if (this.#plainly || event.defaultPrevented || !button) return;
    event.preventDefault();
    this.#keeping.save(button.value === SEND || undefined);
    if (!this.#underway) this.take(button.value, button.hasAttribute("formaction") ? button.formAction : undefined);
  }

  async #take(step, failed, { address = this.#form.action, fields = [...new FormData(this.#form)] } = {}) {
    this.stay();
    const mine = this.#underway = {};
    this.#form.setAttribute("aria-busy", "true");
    setTimeout(() => {
      if (this.#underway === mine) this.#status.say("step-wait");
    }, SLOW_MS);
    const whole = address !== this.#form.action; // also what stands around the sheet is in another language there
    const answer = await attempt(address, [...fields, ["schritt", step]], fetch, whole);
    if (this.#underway !== mine) return; // overtaken
    this.stay();
    if (!answer) failed();
    else this.#came(answer, step, failed);
  }

  #came(answer, step, failed) {
    const { element, words, page } = found(answer);
    if (step === SEND) this.#keeping.save(false); // it has arrived, or was not taken
    if (element) this.#arrived(element, step, page);
    else if (answer.moved) location.assign(answer.moved);
    else if (words.length) this.#status.words(words);
    else failed();
  }

  #failed(step, address) {
    this.#failures += 1;
    this.#keeping.save();
    this.#status.say("step-no-line");
    this.#status.again((byHand) => (byHand && this.#failures > 1 ? this.#send(step, address) : this.take(step, address)));
  }

  /** As a form without scripts is sent: it may get through where fetching does not. */
  #send(step, address) {
    const button = document.createElement("button");
    button.formAction = address;
    button.name = "schritt";
    button.value = step;
    button.hidden = true;
    this.#form.append(button);
    this.#plainly = true;
    this.#form.requestSubmit(button);
  }
}
