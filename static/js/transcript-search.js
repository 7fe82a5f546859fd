// Search within the transcript without leaving the page: the server searches, the page keeps playing.

import { fragment, reload } from "./transcript-parts.js";

/** Search by the form on the page. `go` brings a person to a hit. Gives back a function telling what is looked for now. */
export function search(form, list, go) {
  const field = form.querySelector("[name=q]");
  let query = field.value.trim();

  async function find(wanted) {
    const address = new URL(form.action);
    if (wanted) address.searchParams.set("q", wanted);
    const found = await fragment(address);
    if (!found) {
      form.submit();
      return;
    }
    query = wanted;
    const count = found.querySelector("[data-count]");
    const status = list.querySelector("[data-count]");
    status.textContent = count.textContent;
    count.remove();
    while (status.nextSibling) status.nextSibling.remove();
    list.append(found);
    history.replaceState(null, "", address);
    document.dispatchEvent(new CustomEvent("ratsfenster:hits"));
    await reload(query);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(field.value.trim());
  });
  list.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-hit]");
    const reset = event.target.closest("[data-reset]");
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(hit || reset)) return;
    event.preventDefault();
    if (hit) {
      go(Number(hit.dataset.hit), hit.dataset.segment);
    } else {
      field.value = "";
      find("");
      field.focus();
    }
  });
  return () => query;
}
