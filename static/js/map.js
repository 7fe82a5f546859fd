// Maps of a page: <div class="map" data-map data-config="…" data-lon-field="…" data-lat-field="…">. The fields, named so, take the point;
// without them the map is to look at. Beside it there is always a way without a map.

import { contains } from "./map-area.js";
import { name } from "./map-names.js";
import { Point } from "./map-point.js";

const STYLES = ["../vendor/leaflet/leaflet.css", "../css/map.css"];
const styles = new Map();
const numbers = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 4, maximumFractionDigits: 4 });

const shown = new Map(); // by their boxes

showMaps(document);

/** Show the maps of a part of the page. */
export function showMaps(root) {
  for (const box of root.querySelectorAll("[data-map]")) show(box);
}

/** Take them down, before that part of the page goes. */
export function removeMaps(root) {
  for (const box of root.querySelectorAll("[data-map]")) {
    shown.get(box)?.remove();
    shown.delete(box);
  }
}

/** Show the map in a box. Where it cannot be had, the box stays empty, and nobody misses it. */
async function show(box) {
  try {
    const answer = await fetch(box.dataset.config);
    const config = answer.ok ? await answer.json() : null;
    if (!config?.view) return; // there would be nothing to see
    await Promise.all([import("../vendor/leaflet/leaflet.js"), ...STYLES.map(styled)]);
    if (!box.isConnected || shown.has(box)) return; // its part of the page has gone already
    box.hidden = false;
    shown.set(box, new TownMap(globalThis.L, box, config));
  } catch {
    box.hidden = true; // the way without a map stands beside it
  }
}

/** The map's styles, once for the page. */
function styled(path) {
  styles.set(path, styles.get(path) ?? loaded(path));
  return styles.get(path);
}

function loaded(path) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(path, import.meta.url);
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(path)));
  });
}

class TownMap {
  #box;
  #config;
  #map;
  #text;
  #status;
  #clear;
  #fields;
  #resized;
  #point = null;

  constructor(leaflet, box, config) {
    this.#box = box;
    this.#config = config;
    const all = document.querySelector("[data-map-texts]").content;
    this.#text = (name, values = {}) => all.querySelector(`[data-text="${name}"]`).textContent
      .replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
    const form = box.closest("form");
    this.#fields = [box.dataset.lonField, box.dataset.latField].map((name) => form?.elements[name]).filter(Boolean);
    this.#map = this.#made(leaflet, this.#canvas());
    this.#lay(leaflet);
    this.#fit(leaflet);
    if (this.#fields.length === 2) this.#choosing(leaflet);
    this.#seePoint();
    box.dispatchEvent(new CustomEvent("map-shown", { detail: { leaflet, map: this.#map } })); // for what else lies on it
  }

  remove() {
    this.#resized.disconnect();
    this.#map.remove();
  }

  #canvas() {
    const canvas = document.createElement("div");
    canvas.className = "map__canvas";
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", this.#text("label"));
    this.#box.append(canvas);
    return canvas;
  }

  #made(leaflet, canvas) {
    const map = leaflet.map(canvas, {
      zoomControl: false,
      attributionControl: false,
      scrollWheelZoom: false,
      maxZoom: this.#config.highest_zoom,
      maxBoundsViscosity: 0.8,
      keyboardPanDelta: 40,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      fadeAnimation: false,
    });
    leaflet.control.zoom({ zoomInTitle: this.#text("zoom-in"), zoomOutTitle: this.#text("zoom-out") }).addTo(map);
    leaflet.control.scale({ imperial: false }).addTo(map);
    map.on("focus", () => map.scrollWheelZoom.enable()); // else scrolling the page would end in the map
    map.on("blur", () => map.scrollWheelZoom.disable());
    return map;
  }

  #lay(leaflet) {
    const { tiles, attribution, boundary, overlay } = this.#config;
    if (tiles) {
      leaflet.tileLayer(tiles, { maxZoom: this.#config.highest_zoom, noWrap: true }).addTo(this.#map);
      const words = document.createElement("span");
      words.textContent = attribution;
      leaflet.control.attribution({ prefix: false }).addAttribution(words.innerHTML).addTo(this.#map);
    }
    if (overlay) {
      const drawn = leaflet.geoJSON(overlay, {
        style: { className: "map__overlay" },
        pointToLayer: (_, place) => leaflet.circleMarker(place, { radius: 7, className: "map__overlay" }),
      });
      const names = name(this.#map, drawn.getLayers());
      drawn.addTo(this.#map);
      if (names.length) this.#box.append(paragraph("map__drawn", this.#text("drawn", { names: names.join(", ") })));
    }
    if (boundary) leaflet.geoJSON(boundary, { style: { className: "map__boundary" }, interactive: false }).addTo(this.#map);
  }

  /** Show what it is about, and let all there is be reached, also where the map has no size before its question appears. */
  #fit(leaflet) {
    const [view, all] = [this.#config.view, this.#config.area]
      .map(([west, south, east, north]) => leaflet.latLngBounds([south, west], [north, east]));
    let fitted = false;
    const adapt = () => {
      this.#map.invalidateSize();
      if (fitted || !this.#box.offsetWidth) return;
      fitted = true;
      const shown = { padding: [16, 16], maxZoom: 17, animate: false };
      this.#map.fitBounds(all, shown);
      this.#map.setMinZoom(this.#map.getZoom());
      this.#map.setMaxBounds(reach(leaflet, all, this.#map.getBounds()));
      this.#map.fitBounds(view, shown);
      this.#seePoint();
    };
    this.#map.setView(view.getCenter(), 12);
    this.#resized = new ResizeObserver(adapt);
    this.#resized.observe(this.#map.getContainer());
    adapt();
  }

  /** A point of a draft may lie elsewhere than where the map begins. */
  #seePoint() {
    const place = this.#point?.place;
    if (place && !this.#map.getBounds().contains(place)) this.#map.panTo(place, { animate: false });
  }

  #choosing(leaflet) {
    const cross = document.createElement("span");
    cross.className = "map__cross";
    this.#map.getContainer().append(cross);
    const help = paragraph("map__help", this.#text("help"));
    const keys = paragraph("map__help map__help--keys", this.#text("keys"));
    keys.id = `${this.#box.dataset.lonField}-tasten`;
    this.#map.getContainer().setAttribute("aria-describedby", keys.id);
    this.#status = paragraph("map__status", "");
    this.#status.setAttribute("role", "status");
    const point = this.#point = new Point(leaflet, this.#map, this.#text("point"), (place) => this.#changed(place));
    const set = button("kern-btn kern-btn--secondary", this.#text("set"), () => point.set(this.#map.getCenter()));
    this.#clear = button("kern-btn kern-btn--tertiary", this.#text("clear"), () => {
      point.remove();
      set.focus();
    });
    const buttons = document.createElement("div");
    buttons.className = "map__buttons";
    buttons.append(set, this.#clear);
    this.#box.prepend(help, keys);
    this.#box.append(this.#status, buttons);
    const [lon, lat] = this.#fields.map((field) => Number.parseFloat(field.value));
    if (Number.isFinite(lon) && Number.isFinite(lat)) point.set([lat, lon], true);
    this.#say(Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : null);
  }

  #changed(place) {
    this.#fields.forEach((field, at) => {
      field.value = place ? place[at].toFixed(5) : "";
    });
    this.#say(place);
    this.#fields[0].dispatchEvent(new Event("change", { bubbles: true })); // the draft, and what depends on it
  }

  #say(place) {
    const outside = place !== null && !contains(this.#config.boundary, place);
    const values = place ? { lon: numbers.format(place[0]), lat: numbers.format(place[1]) } : {};
    this.#status.textContent = this.#text(place === null ? "none" : outside ? "outside" : "chosen", values);
    this.#status.classList.toggle("map__status--wrong", outside);
    this.#clear.hidden = place === null;
  }
}

/** How far the map may be moved: so far that the cross in its middle comes to every place of the area. */
function reach(leaflet, area, seen) {
  const high = (seen.getNorth() - seen.getSouth()) * 0.55;
  const wide = (seen.getEast() - seen.getWest()) * 0.55;
  return leaflet.latLngBounds([area.getSouth() - high, area.getWest() - wide], [area.getNorth() + high, area.getEast() + wide]);
}

function paragraph(classes, words) {
  const made = document.createElement("p");
  made.className = classes;
  made.textContent = words;
  return made;
}

function button(classes, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = classes;
  const words = document.createElement("span");
  words.className = "kern-label";
  words.textContent = label;
  made.append(words);
  made.addEventListener("click", act);
  return made;
}
