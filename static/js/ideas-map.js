// Ideas on the map that map.js shows: a mark each, whose name leads to its page. The list below says the same.

for (const box of document.querySelectorAll("[data-map][data-markers], [data-map][data-lon]")) {
  box.addEventListener("map-shown", ({ detail: { leaflet, map } }) => mark(box, leaflet, map));
}

async function mark(box, leaflet, map) {
  const { lon, lat, title, markers } = box.dataset;
  if (!markers) {
    put(leaflet, map, [Number(lat), Number(lon)], title);
    map.setView([Number(lat), Number(lon)], 15, { animate: false });
    return;
  }
  const answer = await fetch(markers);
  if (!answer.ok) return; // the list below has them all
  const { features } = await answer.json();
  const places = features.map(({ geometry, properties }) => {
    const [east, north] = geometry.coordinates;
    put(leaflet, map, [north, east], `${properties.nummer}: ${properties.titel}`, properties);
    return [north, east];
  });
  if (places.length) map.fitBounds(places, { padding: [48, 48], maxZoom: 15, animate: false });
}

function put(leaflet, map, place, name, properties = null) {
  const icon = leaflet.divIcon({ className: "map__point", iconSize: [44, 44], iconAnchor: [22, 42], html: "<span></span>" });
  const marker = leaflet.marker(place, { icon, keyboard: properties !== null, interactive: properties !== null }).addTo(map);
  const element = marker.getElement();
  element.setAttribute("role", properties ? "button" : "img");
  element.setAttribute("aria-label", name);
  if (properties) marker.bindPopup(() => card(name, properties), { autoPan: true });
}

function card(name, { stand, adresse }) {
  const made = document.createElement("div");
  const link = document.createElement("a");
  link.href = adresse;
  link.textContent = name;
  made.append(link, stand);
  return made;
}
