// What the scripts of a survey say: the texts come with the page, in its language.

/** Gives `text(name, values)`: a text of the page, with {values} put in. */
export function texts() {
  const all = document.querySelector("[data-survey-texts]").content;
  return (name, values = {}) => all.querySelector(`[data-text="${name}"]`).textContent
    .replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Say something to those who listen, also the same words a second time. */
export function speaker() {
  return (words) => {
    const line = document.querySelector("[data-survey-spoken]");
    if (!line) return;
    line.textContent = "";
    requestAnimationFrame(() => { line.textContent = words; });
  };
}
