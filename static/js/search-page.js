// The search page while htmx changes its results: people stay where they were, and where an answer does not come, it is asked for as a
// page of its own.

const results = document.getElementById("suchergebnis");
let opened = [];
let focused = "";
let asked = null; // the link or form that asked

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target === results) asked = event.detail.elt;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== results) return;
  opened = [...document.querySelectorAll("details[data-stays][open]")].map((details) => details.id);
  focused = document.activeElement?.id ?? "";
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== results) return;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  for (const link of document.querySelectorAll("a[hreflang]")) link.search = location.search;
  settle(asked);
});

/** The focus stays; it goes to the number of hits where what had it is gone or folded, and where reading begins anew. */
function settle(by) {
  if (by?.matches("form") && matchMedia("(pointer: coarse)").matches) {
    document.activeElement?.blur(); // else the keyboard covers the hits
    return;
  }
  const anew = by?.matches("[data-from-top]");
  const kept = focused && !anew ? document.getElementById(focused) : null;
  const next = kept?.checkVisibility() ? kept : document.getElementById("trefferzahl");
  if (next !== document.activeElement) next?.focus({ preventScroll: true });
  if (anew) results.scrollIntoView({ behavior: "instant" });
  else if (next && !isInView(next)) next.scrollIntoView({ block: next === kept ? "nearest" : "start", behavior: "instant" });
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failed, (event) => {
    if (event.detail.target === results) location.assign(event.detail.pathInfo.finalRequestPath);
  });
}
