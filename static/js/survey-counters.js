// How much room is left in a text, and how many of several answers are chosen.

const NEAR = 30; // letters left, from which a field of one line says so

/** Show them for the fields of a form that have limits. */
export function count(form, text) {
  for (const field of form.querySelectorAll('textarea[data-most], [data-kind="short"] input[data-most], [data-own-answer] input')) {
    lettersLeft(field, text);
  }
  for (const question of form.querySelectorAll('[data-kind="multiple"]')) {
    if (question.dataset.least || question.dataset.most) chosen(question, text);
  }
}

function lettersLeft(field, text) {
  const most = Number(field.dataset.most);
  const always = field.type === "textarea";
  const line = after(field, "letters");
  line.id = `${field.id}-zeichen`;
  describe(field, line);
  const show = () => {
    const left = most - [...field.value.replace(/\r\n/g, "\n")].length;
    line.hidden = !always && left > NEAR;
    line.textContent = left >= 0 ? text("letters-left", { left }) : text("letters-over", { over: -left });
    line.classList.toggle("survey-count--over", left < 0);
  };
  field.addEventListener("input", show);
  show();
}

function chosen(question, text) {
  const { least, most } = question.dataset;
  const line = after(question.lastElementChild, "chosen");
  line.setAttribute("role", "status");
  const show = () => {
    const count = question.querySelectorAll("input[type=checkbox]:checked").length;
    const over = most && count > Number(most);
    const under = least && count < Number(least);
    const name = over ? "chosen-over" : under ? "chosen-under" : most ? "chosen-most" : "chosen";
    line.textContent = count ? text(name, { count, least, most }) : "";
    line.classList.toggle("survey-count--over", Boolean(over));
  };
  question.addEventListener("change", show);
  show();
}

function after(element, kind) {
  const line = document.createElement("p");
  line.className = `survey-count survey-count--${kind}`;
  element.after(line);
  return line;
}

function describe(field, line) {
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
}
