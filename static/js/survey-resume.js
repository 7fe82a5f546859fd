// Going on with a draft: offered on the survey's own page and before its first question.

import * as drafts from "./survey-draft.js";
import { texts } from "./survey-texts.js";

const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

/** Offer the draft in `box`; `fresh` is called when somebody would rather begin anew, `go` when they go on, instead of sending a form. */
export function offer(box, draft, fresh, go = () => resume(box.dataset.action, draft)) {
  const text = texts();
  const told = [text(draft.sent ? "resume-sent" : "resume-when", { moment: moment.format(draft.at) })];
  if (draft.coded && !draft.sent) told.push(text("resume-code"));
  box.querySelector("[data-resume-when]").textContent = told.join(" ");
  box.querySelector("[data-resume-go]").onclick = go; // in place of what an earlier draft was offered with
  box.querySelector("[data-resume-drop]").onclick = () => {
    box.hidden = true;
    fresh();
  };
  box.hidden = false;
}

/** Send the draft's fields to the page it was left at, as its own form would. */
export function resume(action, draft) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = drafts.addressOf(draft, action);
  const { step, fields } = drafts.takenUp(draft);
  for (const [name, value] of [...fields, ["schritt", step]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

const start = document.querySelector("[data-resume][data-start]");
if (start) {
  drafts.tidy(Date.now());
  const draft = drafts.read(start.dataset.slug, Date.now());
  if (draft) {
    weigh("secondary");
    offer(start, draft, () => {
      drafts.drop(start.dataset.slug);
      weigh("primary");
    });
  }
}

/** How much the button weighs that begins anew: a page has one primary button. */
function weigh(kind) {
  const button = document.querySelector("[data-begin]");
  button?.classList.toggle("kern-btn--primary", kind === "primary");
  button?.classList.toggle("kern-btn--secondary", kind === "secondary");
}
