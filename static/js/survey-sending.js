// Sending the answers from the review page: the proof of work is done beforehand, a bad line is tried again, and the receipt takes the
// place of the form. Without workers or fetch the form is sent as every form is.

import { deliver, found, RECEIPT } from "./survey-delivery.js";
import { possible, Proof } from "./survey-proof.js";

const PROOF_PATIENCE_MS = 30_000; // after which it is sent without: then the server goes by the time people took

/** Take over the button "absenden". `arrived(element)` is called with what is to be shown instead of the sheet. Gives what ends the work
 *  when the sheet goes. */
export function send(form, keeping, status, arrived) {
  if (!possible) return () => {};
  const address = form.action.replace(/\/fragen$/, "/pruefung");
  const proof = form.elements.altcha ? new Proof(address, form.elements.schluessel.value) : null;
  proof?.payload().catch(() => {}); // begun now, asked for below
  let busy = false;

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "absenden") return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    event.submitter.setAttribute("aria-disabled", "true");
    try {
      await once(event.submitter);
    } finally {
      busy = false;
      event.submitter.removeAttribute("aria-disabled");
    }
  });

  async function once(button) {
    status.say("sending");
    if (proof) form.elements.altcha.value = await solved();
    keeping.save(true);
    const answer = await deliver(form.action, new FormData(form, button), {
      waiting: (seconds) => status.say("sending-again", { seconds }),
      online,
    });
    if (!answer) return failed(button);
    const { element, words } = found(answer);
    if (element?.id !== RECEIPT) {
      if (!form.isConnected) return undefined; // somebody went back meanwhile
      proof?.anew();
      keeping.save(false);
    }
    return element ? arrived(element) : status.words(words);
  }

  async function solved() {
    const slow = setTimeout(() => {
      status.say("proving");
      const bar = status.bar("proving-share");
      proof.progress = (share) => { bar.value = share; };
    }, 1000);
    const patience = new Promise((resolve) => { setTimeout(resolve, PROOF_PATIENCE_MS, ""); });
    try {
      return await Promise.race([proof.payload(), patience]);
    } catch {
      return "";
    } finally {
      clearTimeout(slow);
    }
  }

  function failed(button) {
    status.say("no-line");
    status.again(() => form.requestSubmit(button));
  }

  return () => proof?.stop();
}

/** When the device says that it is online again. */
function online() {
  return new Promise((resolve) => { addEventListener("online", resolve, { once: true }); });
}
