// Keeps the list of what is to be done up to date while something runs by itself.

const EVERY_MS = 5000;
const home = document.querySelector("[data-home]");
const status = document.querySelector("[data-home-status]");
let heading = titles();

if (home) setInterval(renew, EVERY_MS);

async function renew() {
  if (document.hidden || !home.querySelector("[data-goes-on]")) return;
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // the line is lost, or nobody is signed in any more: what is shown stays
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  for (const part of fresh.content.querySelectorAll("[data-part]")) put(part);
  tell();
}

/** Replaces a part, unless somebody is in it with the keyboard just now or nothing changed. */
function put(part) {
  const shown = home.querySelector(`[data-part="${part.dataset.part}"]`);
  if (shown.contains(document.activeElement) || shown.innerHTML === part.innerHTML) return;
  shown.replaceWith(part);
}

/** Read out only when there is something new to do, not with every per cent. */
function tell() {
  const now = titles();
  if (now !== heading) status.textContent = home?.querySelector("h2")?.textContent ?? "";
  heading = now;
}

function titles() {
  return [...(home?.querySelectorAll('[data-part="todo"] :is(h2, h3)') ?? [])].map((one) => one.textContent).join();
}
