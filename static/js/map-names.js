// The names of what is drawn over a map: they stand on it all the time, since who uses a finger cannot hover. Where two would overlap, the
// later one waits until the map is larger. Those who do not see the map have the same names in the line below it.

/** Put the names on the map, in the order of the layers; gives all of them. */
export function name(map, layers) {
  map.createPane("names").classList.add("map__names"); // below the point somebody sets
  const named = layers.filter((layer) => nameOf(layer));
  const labels = named.map((layer) => layer.bindTooltip(words(nameOf(layer)), {
    permanent: true, direction: "center", className: "map__name", pane: "names", opacity: 1,
  }));
  map.on("zoomend moveend resize", () => spread(labels.map((layer) => layer.getTooltip().getElement()).filter(Boolean)));
  return [...new Set(named.map(nameOf))];
}

/** Hide what would lie on another. */
function spread(labels) {
  const kept = [];
  for (const label of labels) label.hidden = false;
  for (const label of labels) {
    const mine = label.getBoundingClientRect();
    label.hidden = kept.some((other) => overlap(mine, other));
    if (!label.hidden) kept.push(mine);
  }
}

/** Whether two rectangles have a part in common. */
export function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function nameOf(layer) {
  const said = layer.feature?.properties?.name;
  return typeof said === "string" ? said.trim() : "";
}

function words(said) {
  const made = document.createElement("span");
  made.textContent = said;
  return made;
}
