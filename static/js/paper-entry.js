// Entering sheets from paper by keyboard: digits tick, Delete empties a question, Enter goes on to the next one, Ctrl and Enter saves.

const form = document.querySelector("form#eingabe");

function start() {
  if (!form) return;
  form.classList.add("entry--keys");
  document.querySelector("[data-keys]").hidden = false;
  form.addEventListener("keydown", pressed);
  (document.querySelector("[data-wrong]") ?? stops()[0])?.focus();
}

function pressed(event) {
  const field = event.target;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button[value="speichern"]'));
  } else if (event.ctrlKey || event.altKey || event.metaKey) {
    return;
  } else if (event.key === "Enter" && field.matches("input, select")) {
    event.preventDefault();
    goOn(field);
  } else if (field.matches(".choice__input")) {
    const boxes = [...field.closest(".choices").querySelectorAll(".choice__input")];
    if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      tick(field.closest(".choices--scale") ? step(boxes, event.key) : boxes[(Number(event.key) + 9) % 10]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      for (const box of boxes) box.checked = false;
    }
  }
}

// Steps of a scale have numbers of their own; 0 is the tenth where there is no such step.
function step(boxes, digit) {
  return boxes.find((box) => box.value === digit) ?? (digit === "0" ? boxes.find((box) => box.value === "10") : undefined);
}

function tick(box) {
  if (!box) return;
  box.checked = box.type === "radio" || !box.checked;
  if (box.value === "other" && box.checked) {
    box.closest(".choices").nextElementSibling?.querySelector("input")?.focus();
  } else if (box.type === "radio") {
    goOn(box);
  } else {
    box.focus();
  }
}

// Where Enter stops: at each field to write in, and once for the answers to choose from.
function stops() {
  const found = [];
  for (const field of form.querySelectorAll("input:not([type=hidden]), select, textarea, button[value=speichern]")) {
    const first = field.matches(".choice__input") && field.closest(".choices").querySelector(".choice__input:checked, .choice__input");
    if (!field.matches(".choice__input") || first === field) found.push(field);
  }
  return found;
}

function goOn(field) {
  const all = stops();
  const next = all.find((stop) => field.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING && !together(field, stop));
  next?.focus();
}

// Words of one's own belong to the answers before them: who has ticked another one does not stop there.
function together(field, stop) {
  if (field.matches(".choice__input") && stop.closest(".choices") === field.closest(".choices")) return true;
  const own = stop.closest("[data-own-answer]");
  return own !== null && own.previousElementSibling === field.closest(".choices") && field.value !== "other";
}

start();
