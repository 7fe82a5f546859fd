// Writing an idea or a comment: the proof of work is done while people write, and ideas that may say the same are offered beside the title.

import { possible, Proof } from "./survey-proof.js";

const PATIENCE_MS = 30_000; // after which it is sent without: then the server goes by the time people took
const PAUSE_MS = 600; // after the last letter

const said = document.querySelector("[data-idea-texts]").content;
const text = (name) => said.querySelector(`[data-text="${name}"]`).textContent;

for (const form of document.querySelectorAll("[data-idea-form]")) {
  if (possible) prove(form);
  const list = form.querySelector("[data-alike-list]");
  if (list) offer(form, list);
}

/** Solve the challenge as soon as somebody writes, or comes to the button, and hold the form until it is there. */
function prove(form) {
  const proof = new Proof(form.dataset.challenge, form.elements.schluessel.value);
  const status = form.querySelector("[data-idea-status]");
  if (!status) return; // nothing is sent from this page
  let ready = false;
  const begin = () => proof.payload().catch(() => {});
  if (form.querySelector("textarea")) form.addEventListener("focusin", begin, { once: true });
  else begin();
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (ready || button?.value === "aendern") return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const slow = setTimeout(() => { status.textContent = text("proving"); }, 500);
    const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, ""); });
    form.elements.altcha.value = await Promise.race([proof.payload(), patience]).catch(() => "");
    clearTimeout(slow);
    status.textContent = "";
    setTimeout(() => { // while a form is being submitted it cannot be submitted again, and nobody is told
      ready = true;
      form.requestSubmit(button ?? undefined);
      ready = false; // the page may be shown again, by the button back
      delete form.dataset.busy;
    });
  });
}

/** Ask for similar titles a moment after the last letter. */
function offer(form, list) {
  const field = form.elements.titel;
  let waiting = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });

  async function ask() {
    const title = field.value.trim();
    if (title === asked) return;
    asked = title;
    const found = title ? await similar(title) : [];
    if (title === asked) show(found);
  }

  async function similar(title) {
    try {
      const answer = await fetch(form.dataset.alike, { method: "POST", body: new URLSearchParams({ titel: title }) });
      return answer.ok ? await answer.json() : [];
    } catch {
      return []; // the review page offers them too
    }
  }

  function show(found) {
    list.hidden = found.length === 0;
    list.replaceChildren();
    if (!found.length) return;
    const words = document.createElement("p");
    words.textContent = text("alike");
    list.append(words, ...found.map(({ number, title, path }) => {
      const link = document.createElement("a");
      link.href = path;
      link.target = "_blank"; // what was typed stays
      link.rel = "noopener";
      link.textContent = `${number}: ${title}`;
      return link;
    }));
  }
}
