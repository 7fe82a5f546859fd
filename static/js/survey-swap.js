// Putting a page of a survey, or the receipt, in the place of the page before: what a browser does by itself when it loads a page.

import { copy } from "./clipboard.js";

const site = document.title.slice(document.title.lastIndexOf(" – ")); // how every title ends

/** Put a sheet or a receipt there, and begin to read with what matters: what has to be put right, or the heading. */
export function put(element) {
  const sheet = element.ownerDocument === document ? element : document.importNode(element, true);
  const former = document.getElementById("blatt");
  withMaps(former, "removeMaps");
  document.querySelector("[data-resume]").hidden = true;
  const first = sheet.querySelector("[data-first]");
  first?.removeAttribute("role"); // it gets the focus, and is read out once
  former.replaceWith(sheet);
  withMaps(sheet, "showMaps");
  serve(sheet);
  document.title = (sheet.dataset.title ?? sheet.querySelector("h1").textContent.trim()) + site;
  read(first ?? sheet.querySelector(".sheet__heading") ?? (sheet.matches(".sheet") ? sheet.querySelector("h1") : sheet));
  sheet.scrollIntoView({ block: "start" });
}

function read(element) {
  element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
}

async function withMaps(sheet, act) {
  if (sheet.querySelector("[data-map]")) (await import("./map.js"))[act](sheet);
}

/** The buttons of the receipt, which a page that is loaded gets from copy.js. */
function serve(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const status = root.querySelector("[data-copy-status]");
      const copied = await copy(button.dataset.copy);
      if (status) status.textContent = copied ? status.dataset.copied : status.dataset.failed;
    });
  }
}
