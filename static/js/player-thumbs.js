// The small pictures over the time line: read from WebVTT, one cue a picture or a place in a sheet of pictures.

const TIME = /(?:(\d+):)?(\d+):(\d+)[.,](\d+)/;

/** The pictures in order: [{start, end (ms), address, place: [x, y, width, height] | null}]. */
export function parse(vtt, base) {
  const found = [];
  for (const block of vtt.replace(/\r/g, "").split("\n\n")) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => line.includes("-->"));
    if (at < 0 || !lines[at + 1]) continue;
    const [start, end] = lines[at].split("-->").map(milliseconds);
    const address = new URL(lines[at + 1].trim(), base);
    const place = /^#xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(address.hash);
    address.hash = "";
    found.push({ start, end, address: address.href, place: place ? place.slice(1).map(Number) : null });
  }
  return found;
}

/** The picture for a moment in ms. */
export function at(thumbs, ms) {
  return thumbs.findLast((thumb) => thumb.start <= ms) ?? thumbs[0];
}

/** Show a picture in a box that scales with its width. */
export function show(box, thumb) {
  box.style.backgroundImage = `url("${thumb.address}")`;
  if (!thumb.place) return;
  const [x, y, width, height] = thumb.place;
  box.style.width = `${width}px`;
  box.style.height = `${height}px`;
  box.style.backgroundSize = "auto";
  box.style.backgroundPosition = `-${x}px -${y}px`;
}

function milliseconds(text) {
  const match = TIME.exec(text);
  if (!match) return 0;
  const [hours, minutes, seconds] = [match[1] ?? 0, match[2], match[3]].map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number(match[4].padEnd(3, "0").slice(0, 3));
}
