// When the work on a recording ends, the steps beside it say so.

document.addEventListener("stages:ended", async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-steps]");
  const shown = document.querySelector("[data-steps]");
  if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
});
