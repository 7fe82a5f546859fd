// Building a form: what is typed shows at once as people will see it, and nothing typed is lost when leaving or when the desk has signed out.

const WAIT_MS = 400;
const NATIVE = HTMLFormElement.prototype;

let changed = null; // the form in which something was typed that is not stored yet
let waiting = 0;
let asked = 0;

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-builder-form]");
  if (!form) return;
  changed = form;
  if (form.dataset.preview) {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(form), WAIT_MS);
  }
});

document.addEventListener("submit", (event) => {
  if (event.target === changed) changed = null;
});

window.addEventListener("beforeunload", (event) => {
  if (changed?.isConnected) event.preventDefault();
});

// Who is signed out meanwhile sends the form as browsers do: then it is carried through signing in. The same where something is wrong that
// has a page of its own.
document.addEventListener("htmx:responseError", (event) => again(event.detail));
document.addEventListener("htmx:sendError", (event) => again(event.detail));

/** Shows the question with what stands in the fields; the newest answer counts. */
async function show(form) {
  const mine = (asked += 1);
  try {
    const answer = await fetch(form.dataset.preview, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "HX-Request": "true" },
    });
    if (!answer.ok || mine !== asked) return;
    const html = await answer.text();
    const place = document.getElementById("ansicht");
    if (place && mine === asked && form.isConnected) place.innerHTML = html;
  } catch {
    // offline: the preview stays as it is, and storing tells
  }
}

/** Sends a form once more without htmx. */
function again({ elt, requestConfig }) {
  const form = elt instanceof HTMLFormElement ? elt : elt.closest?.("form");
  if (!form) {
    if (elt.href) window.location.assign(elt.href);
    return;
  }
  const button = requestConfig?.triggeringEvent?.submitter;
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  NATIVE.submit.call(form);
}
