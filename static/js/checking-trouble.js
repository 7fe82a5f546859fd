// What stands in the way of saving, shown at the field, with the way out of it. What was typed stays where it is.

/** Show what the server answered; `words` are the page's texts, `whisper` reads out what is shown at the field anyway. */
export function tell(line, { kind, nodes }, words, whisper, again) {
  clear(line);
  const answered = nodes?.querySelector("[data-editor]");
  if (kind === "conflict" && answered) conflict(line, answered, words, whisper);
  else if (kind === "refused" && answered) refused(line, answered, whisper);
  else other(line, kind, words, whisper, again);
}

export function clear(line) {
  line.querySelector("[data-trouble]").replaceChildren();
  line.querySelector("[data-problem]").textContent = "";
  line.querySelector("[data-conflict]")?.remove();
  line.querySelector("[data-field]").removeAttribute("aria-invalid");
}

/** Both texts side by side; from now on the field is based on the newer one, so that saving it is a decision. */
function conflict(line, answered, words, whisper) {
  const { elements } = line.querySelector("[data-editor]");
  elements.version.value = answered.elements.version.value;
  elements.gesehen.value = answered.elements.gesehen.value;
  const panel = answered.querySelector("[data-conflict]");
  line.querySelector("[data-problem]").after(panel);
  panel.querySelector("button").focus();
  whisper(words.collision);
}

function refused(line, answered, whisper) {
  const problem = line.querySelector("[data-problem]");
  const field = line.querySelector("[data-field]");
  problem.textContent = answered.querySelector("[data-problem]").textContent;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", problem.id);
  field.focus();
  whisper(problem.textContent);
}

function other(line, kind, words, whisper, again) {
  const text = { "signed-out": words.signedOut, gone: words.gone, away: words.notSaved }[kind] ?? words.failed;
  const said = document.createElement("p");
  said.textContent = text;
  const ways = document.createElement("p");
  ways.className = "row";
  if (kind === "signed-out") ways.append(signIn(words));
  if (kind !== "gone") ways.append(tryAgain(words, again));
  line.querySelector("[data-trouble]").replaceChildren(said, ...(ways.childElementCount ? [ways] : []));
  whisper(text);
}

function signIn(words) {
  const link = document.createElement("a");
  Object.assign(link, { href: words.signIn, target: "_blank", className: "target", textContent: words.signInLabel });
  return link;
}

function tryAgain(words, again) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "tool", textContent: words.again });
  button.addEventListener("click", again);
  return button;
}
