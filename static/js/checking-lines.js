// The list of utterances: parts that are not there yet are loaded when somebody comes to them.

const FRAGMENT = { headers: { "HX-Request": "true" } };

/** The list in `root`; `page` is its address. */
export function list(root, page) {
  const items = () => [...root.querySelectorAll("[data-line], [data-part]:not([data-loaded])")];
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) load(target);
  }, { rootMargin: "1200px 0px" });

  async function load(part) {
    const link = part.querySelector("[data-load]");
    if (!link || link.getAttribute("aria-busy") === "true") return waiting(part);
    link.setAttribute("aria-busy", "true");
    near.unobserve(part);
    const address = new URL(`${page}/aeusserungen`, location.href);
    address.search = location.search;
    address.searchParams.set("ids", part.dataset.ids);
    const loaded = await fragment(address);
    link.removeAttribute("aria-busy");
    if (!loaded) return false;
    const holder = document.createElement("div");
    holder.className = "part";
    holder.dataset.part = "";
    holder.dataset.loaded = "";
    holder.append(loaded);
    part.replaceWith(holder);
    root.dispatchEvent(new CustomEvent("loaded"));
    return true;
  }

  /** Somebody else is loading it already. */
  function waiting(part) {
    return new Promise((done) => {
      const look = () => (part.isConnected && part.querySelector("[aria-busy=true]") ? setTimeout(look, 30) : done(!part.isConnected));
      look();
    });
  }

  /** The next utterance from a line on (or from the beginning) that `fits`, loading what lies between; null where there is none.
   *  `step` is 1 or -1; unless `openToo`, parts without anything to be checked are passed over. */
  async function find(line, step, fits, { openOnly = false } = {}) {
    let at = line;
    for (;;) {
      const all = items();
      const index = at ? all.indexOf(at) : step > 0 ? -1 : all.length;
      let found = null;
      for (let next = index + step; next >= 0 && next < all.length; next += step) {
        const item = all[next];
        if ("line" in item.dataset ? fits(item) : !openOnly || Number(item.dataset.open) > 0) {
          found = item;
          break;
        }
      }
      if (!found || "line" in found.dataset) return found;
      const before = all[all.indexOf(found) - step] ?? null;
      if (!(await load(found))) return null;
      at = before?.isConnected ? before : null;
    }
  }

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-load]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const part = link.closest("[data-part]");
    const before = part.previousElementSibling;
    load(part).then((done) => {
      if (done && event.detail === 0) (before?.nextElementSibling ?? root).querySelector("a[data-edit]")?.focus();
    });
  });
  for (const part of root.querySelectorAll("[data-part]:not([data-loaded])")) near.observe(part);

  return {
    next: (line) => find(line, 1, isEditable),
    previous: (line) => find(line, -1, isEditable),
    unchecked: async (line) => (await find(line, 1, isUnchecked, { openOnly: true })) ?? find(null, 1, isUnchecked, { openOnly: true }),
    doubtful: (line) => find(line, 1, isDoubtful, { openOnly: true }),
    line: (id) => root.querySelector(`[data-line="${CSS.escape(String(id))}"]`),
  };
}

const isEditable = (line) => !("hidden" in line.dataset);
const isUnchecked = (line) => "unchecked" in line.dataset;
const isDoubtful = (line) => isUnchecked(line) && line.querySelector("[data-text] .unsure") !== null;

/** A piece of the page at an address, as the server gives it to scripts; null where it does not. */
export async function fragment(address, options = {}) {
  const answer = await fetch(address, { ...FRAGMENT, ...options }).catch(() => null);
  return answer?.ok ? content(await answer.text()) : null;
}

/** HTML of our own server as nodes. */
export function content(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}
