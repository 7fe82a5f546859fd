// Loading the parts of a transcript: each part not there yet is a link, which its text replaces.

/** The text of a part, loaded where it is not there yet; null where it could not be. */
export async function load(part, query) {
  if ("loaded" in part.dataset) return part;
  const link = part.querySelector("[data-load]");
  if (link.getAttribute("aria-busy") === "true") return null;
  link.setAttribute("aria-busy", "true");
  const loaded = await fetched(link.getAttribute("href"), query);
  link.removeAttribute("aria-busy");
  if (loaded && part.isConnected) part.replaceWith(loaded);
  return loaded;
}

/** Load again what is there, with other words marked. */
export async function reload(query) {
  const parts = [...document.querySelectorAll("[data-part][data-loaded]")];
  await Promise.all(parts.map(async (part) => {
    const loaded = await fetched(part.dataset.href, query);
    if (loaded && part.isConnected) part.replaceWith(loaded);
  }));
}

/** The part in which a moment is to be read. */
export function partAt(ms) {
  const parts = [...document.querySelectorAll("[data-part]")];
  return parts.findLast((part) => Number(part.dataset.from) <= ms) ?? parts[0] ?? null;
}

/** A piece of the page at an address, as the server gives it to scripts. */
export async function fragment(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return null;
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  return holder.content;
}

async function fetched(href, query) {
  const address = new URL(href, location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  return (await fragment(address))?.querySelector("[data-part]") ?? null;
}
