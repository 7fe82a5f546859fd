// Letters with codes take a while to be made: the page says so meanwhile, takes no second click, and tells when the file is there.

const form = document.querySelector("form[data-letters]");
const told = form?.querySelector("[data-letters-told]");
let making = false;

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!making) make(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action"));
});

window.addEventListener("beforeunload", (event) => {
  if (making) event.preventDefault();
});

async function make(address) {
  busy(true);
  tell(form.dataset.waiting);
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) return again(address);
    save(await answer.blob(), answer.headers.get("content-disposition"));
    tell(form.dataset.done);
  } catch {
    tell(form.dataset.failed);
  } finally {
    busy(false);
  }
}

function busy(now) {
  making = now;
  form.ariaBusy = String(now);
  for (const button of form.querySelectorAll("button")) button.ariaDisabled = now ? "true" : null;
}

function tell(text) {
  told.textContent = text;
}

function save(file, disposition) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? "codes";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// What is wrong has a page of its own.
function again(address) {
  making = false;
  form.action = address;
  HTMLFormElement.prototype.submit.call(form);
}
