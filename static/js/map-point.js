// The point somebody sets on a map: by a click, by Enter at the cross in the middle, or by moving it with arrow keys.

const STEP = 12; // pixels an arrow key moves the point, with the shift key one
const DIGITS = 5; // a metre
const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export class Point {
  #leaflet;
  #map;
  #marker = null;
  #label;
  #changed;

  /** `label` is what the point is called; `changed([lon, lat] or null)` is told whenever it is set, moved or removed. */
  constructor(leaflet, map, label, changed) {
    this.#leaflet = leaflet;
    this.#map = map;
    this.#label = label;
    this.#changed = changed;
    map.on("click", (event) => this.set(event.latlng));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== map.getContainer()) return;
      event.preventDefault(); // it would send the form
      this.set(map.getCenter());
    });
  }

  /** Where it is; null where it is not set. */
  get place() {
    return this.#marker?.getLatLng() ?? null;
  }

  /** Set it; `silent` where it stood there before. */
  set(place, silent = false) {
    if (this.#marker) this.#marker.setLatLng(place);
    else this.#put(place);
    if (!silent) this.#tell();
  }

  remove() {
    this.#marker?.remove();
    this.#marker = null;
    this.#changed(null);
  }

  #put(place) {
    const icon = this.#leaflet.divIcon({ className: "map__point", iconSize: [44, 44], iconAnchor: [22, 42], html: "<span></span>" });
    this.#marker = this.#leaflet.marker(place, { icon, draggable: true, keyboard: true, autoPanOnFocus: false }).addTo(this.#map);
    this.#marker.on("dragend", () => this.#tell());
    const element = this.#marker.getElement();
    element.setAttribute("aria-label", this.#label);
    element.addEventListener("keydown", (event) => this.#moved(event));
  }

  #moved(event) {
    const direction = MOVES[event.key];
    if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // or the map would move too
    const step = event.shiftKey ? 1 : STEP;
    const at = this.#map.latLngToContainerPoint(this.#marker.getLatLng()).add(direction.map((one) => one * step));
    const place = this.#map.containerPointToLatLng(at);
    this.#marker.setLatLng(place);
    if (!this.#map.getBounds().contains(place)) this.#map.panTo(place, { animate: false });
    this.#tell();
  }

  #tell() {
    const { lat, lng } = this.#marker.getLatLng();
    this.#changed([Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))]);
  }
}
