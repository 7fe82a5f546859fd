// The frame around a survey's sheet in another language of the site, without loading the page anew: somebody may want nothing kept on the
// device, and then Back could not bring their answers back. Elements stay, with what listens to them; their words are replaced.

const TOLD = ["aria-label", "href", "hreflang", "lang", "data-action"];

/** Say what stands around the sheet as another page does, the same one in another language. */
export function speak(page) {
  document.documentElement.lang = page.documentElement.lang;
  const around = ".skip-link, .site-header, [data-resume], [data-kept], .site-footer, template";
  const others = page.querySelectorAll(around);
  [...document.querySelectorAll(around)].forEach((mine, at) => {
    if (others[at]) reword(mine, others[at]);
  });
}

function reword(mine, other) {
  if (mine.nodeName !== other.nodeName) return;
  if (mine instanceof Text) mine.data = other.data;
  if (mine instanceof Element) {
    for (const name of TOLD) {
      if (other.hasAttribute(name)) mine.setAttribute(name, other.getAttribute(name));
    }
  }
  if (mine instanceof HTMLTemplateElement) reword(mine.content, other.content);
  [...other.childNodes].forEach((node, at) => {
    if (mine.childNodes[at]) reword(mine.childNodes[at], node);
  });
}
