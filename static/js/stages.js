// How far the work on a recording is: asked for every two seconds while something runs and somebody looks.

const EVERY_MS = 2000;
const AFTER_TROUBLE_MS = 10000;

for (const box of document.querySelectorAll("[data-stages]")) follow(box);

function follow(box) {
  let timer = 0;
  let said = current(box).dataset.said;

  async function look(options) {
    clearTimeout(timer);
    const fresh = await fetched(box.dataset.href, options);
    if (fresh) show(fresh);
    plan(fresh ? EVERY_MS : AFTER_TROUBLE_MS);
  }

  function show(fresh) {
    const old = current(box);
    const ended = old.dataset.live === "yes" && fresh.dataset.live !== "yes";
    if (old.outerHTML !== fresh.outerHTML) replace(box, old, fresh);
    if (fresh.dataset.said !== said) box.querySelector("[data-stages-said]").textContent = fresh.dataset.said;
    said = fresh.dataset.said;
    if (ended) box.dispatchEvent(new CustomEvent("stages:ended", { bubbles: true }));
  }

  function plan(wait) {
    clearTimeout(timer);
    if (current(box).dataset.live === "yes" && !document.hidden) timer = setTimeout(look, wait);
  }

  box.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-stages-form]");
    if (!form) return;
    event.preventDefault();
    clearTimeout(timer);
    const fresh = await fetched(form.action, { method: "POST" });
    if (!fresh) {
      form.submit(); // without this script the page is loaded anew, and says what is the matter
      return;
    }
    show(fresh);
    plan(EVERY_MS);
  });
  document.addEventListener("visibilitychange", () => plan(0));
  plan(EVERY_MS);
}

function current(box) {
  return box.querySelector("[data-stages-now]");
}

/** Put the new piece in the place of the old one; who stood on its button stands on the new one, or on the whole. */
function replace(box, old, fresh) {
  const stood = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (!stood) return;
  const button = fresh.querySelector("button");
  if (!button) fresh.tabIndex = -1;
  (button ?? fresh).focus();
}

async function fetched(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return null;
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  return holder.content.querySelector("[data-stages-now]");
}
