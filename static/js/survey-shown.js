// Questions that depend on others of the same page appear and go at once. What was filled in stays, and the server leaves it out.

import { answerElsewhere, answerOf } from "./survey-answers.js";
import { holds } from "./survey-conditions.js";

/** Keep the page's questions in step with its answers. `tell(questions)` is called with those that appear while somebody answers. */
export function follow(form, tell) {
  for (const box of form.querySelectorAll("[data-own-answer]")) ownAnswer(box);
  const questions = [...form.querySelectorAll("[data-question]")];
  if (!questions.some((question) => question.dataset.shownIf)) return;
  const update = (speaking) => {
    const appeared = settle(form, questions);
    if (speaking && appeared.length) tell(appeared);
  };
  form.addEventListener("input", () => update(true));
  form.addEventListener("change", () => update(true));
  update(false);
}

function settle(form, questions) {
  const fields = new FormData(form);
  const given = {};
  const appeared = [];
  for (const question of questions) {
    const condition = question.dataset.shownIf ? JSON.parse(question.dataset.shownIf) : null;
    const shown = holds(condition, known(condition, given, fields, questions));
    if (shown && question.hidden) appeared.push(question);
    question.hidden = !shown;
    const read = question.querySelector("[name=gezeigt]"); // tells the server what people saw
    if (read) read.disabled = !shown;
    if (shown) given[question.dataset.question] = answerOf(question, fields);
  }
  return appeared;
}

/** The answers of the page so far, and of other pages those the condition names. */
function known(condition, given, fields, questions) {
  const here = new Set(questions.map((question) => question.dataset.question));
  const all = { ...given };
  for (const { question, op } of comparisons(condition)) {
    if (!here.has(question)) all[question] = answerElsewhere(question, fields, op);
  }
  return all;
}

function comparisons(condition) {
  if (!condition) return [];
  return condition.question ? [condition] : (condition.all ?? condition.any).flatMap(comparisons);
}

/** The field for words of one's own is there once that is chosen; who writes into it has chosen that. */
function ownAnswer(box) {
  const field = box.querySelector("input");
  const other = box.parentElement.querySelector('input[value="other"]');
  if (!field || !other) return;
  const show = () => { box.hidden = !other.checked && !field.value; };
  box.parentElement.addEventListener("change", show);
  field.addEventListener("input", () => {
    if (field.value.trim()) other.checked = true;
  });
  show();
}
