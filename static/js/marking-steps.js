// Steps of marking: each is sent by itself, one after another, and what comes back takes the place of what it changed.

const ANSWERS = new Set([200, 409, 422]);

/** Sends the forms of the page, and what keys ask for. `before(form, submitter, fields)` may fill in what a form leaves open,
 *  `after(done, form)` is called when the page shows the new state. Gives back `send(fields)`: whether the step was done. What waited
 *  behind a step that has to be decided anew is given up, as it was meant for another state. */
export function steps(root, { before, after, say }) {
  let last = Promise.resolve();
  let round = 0;

  function send(fields, form = null) {
    const mine = round;
    last = last.then(() => (mine === round ? post(fields, form) : false));
    return last;
  }

  async function post(fields, form) {
    const body = new URLSearchParams(fields);
    body.set("stand", document.querySelector("[data-swap='meldung']").dataset.state);
    const answer = await fetch(root.dataset.path, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer || !ANSWERS.has(answer.status)) {
      complain(answer?.status === 401 ? root.dataset.signedOut : root.dataset.lost);
      return false;
    }
    if (answer.status === 409) round += 1;
    return show(await answer.text(), form);
  }

  function show(html, form) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const focused = document.activeElement;
    const wanted = focused?.id;
    const lost = [...holder.content.querySelectorAll("[data-swap]")].filter((piece) => swap(piece, focused)).length > 0;
    const told = document.querySelector("[data-swap='meldung']");
    after(told.dataset.kind === "done", form);
    say(told.textContent.replace(/\s+/g, " ").trim());
    const first = told.querySelector("[data-first]");
    if (first) first.focus();
    else if (lost) focusAgain(wanted);
    return told.dataset.kind === "done";
  }

  function complain(text) {
    const told = document.querySelector("[data-swap='meldung']");
    const note = document.createElement("div");
    note.className = "note note--danger";
    note.textContent = text;
    told.replaceChildren(note);
    say(text);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-act]");
    if (!form) return;
    event.preventDefault();
    const { submitter } = event;
    const fields = Object.fromEntries(new FormData(form));
    if (submitter?.name) fields[submitter.name] = submitter.value;
    if (before(form, submitter, fields)) send(fields, form);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-dismiss]")) return;
    event.preventDefault();
    document.querySelector("[data-swap='meldung']").replaceChildren();
    focusAgain("");
  });
  return send;
}

/** Put a piece in its place, with the same things unfolded; whether the focus was in it. */
function swap(piece, focused) {
  const old = document.querySelector(`.marking [data-swap="${piece.dataset.swap}"]`);
  if (!old) return false;
  const open = new Set([...old.querySelectorAll("details[open]")].map((one) => one.dataset.keep));
  for (const one of piece.querySelectorAll("details[data-keep]")) one.open = open.has(one.dataset.keep);
  const inside = old.contains(focused);
  old.replaceWith(piece);
  return inside;
}

/** The same control as before; where it is gone, what takes the step back. */
function focusAgain(id) {
  const same = id && document.getElementById(id);
  const other = document.querySelector("[data-undo]:not([disabled])") ?? document.querySelector("[data-do='play']");
  (same && !same.disabled ? same : other)?.focus({ preventScroll: Boolean(same) });
}
