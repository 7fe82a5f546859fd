// What the upload box says: its texts come with the page, in its language.

const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

/** Gives `text(name, values)`: a text of the box, with {values} put in. */
export function texts(box) {
  const all = box.querySelector("[data-upload-texts]").content;
  return (name, values = {}) => all.querySelector(`[data-text="${name}"]`).textContent
    .replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** A size in bytes as "1,2 GB"; thousands, as file managers count. */
export function size(bytes) {
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  while (value >= 1000 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return `${numbers.format(value < 10 ? value : Math.round(value))} ${units[0]}`;
}

export function number(value) {
  return numbers.format(value);
}

/** How long is left, roughly, in words. */
export function left(text, seconds) {
  if (seconds < 60) return text("left-seconds", { count: Math.max(5, Math.ceil(seconds / 5) * 5) });
  if (seconds < 5400) return text("left-minutes", { count: Math.max(2, Math.round(seconds / 60)) });
  return text("left-hours", { count: numbers.format(seconds / 3600) });
}
