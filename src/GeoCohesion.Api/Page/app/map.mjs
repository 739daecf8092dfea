// The map: background, districts, cells, lines, stops, isochrones. All layers come from this service unless a background is set.
import * as maplibregl from "../maplibre/maplibre-gl.mjs";
import { h } from "./dom.mjs";
import { clock, percent } from "./format.mjs";
import { t } from "./i18n.mjs";
import { change, state } from "./state.mjs";
import { colors, pattern } from "./verdictMarks.mjs";

const empty = () => ({ type: "FeatureCollection", features: [] });
const font = ["GeoCohesion Semibold"];
const ink = "#1f2a37";
const ground = "#f3f0e9";

/** From the largest area to the smallest; the first is for the longest limit. */
const isochroneColors = ["#d9c9ea", "#b79bd6", "#8f6bbd", "#6a439c", "#4a2a78"];

// Ranks of streets: 1 is drawn always, 2 in a city, 3 in a quarter, 4 in a street.
const byRank = (...widths) => ["match", ["get", "rank"], 1, widths[0], 2, widths[1], 3, widths[2], widths[3]];
const streetWidth = [
  "interpolate",
  ["exponential", 1.6],
  ["zoom"],
  9,
  byRank(0.9, 0.3, 0, 0),
  12,
  byRank(2, 1.2, 0.7, 0),
  14,
  byRank(4, 3, 2.2, 0.8),
  17,
  byRank(15, 12, 9, 3),
];
const streetEdgeWidth = [
  "interpolate",
  ["exponential", 1.6],
  ["zoom"],
  12,
  byRank(2.6, 1.6, 0, 0),
  14,
  byRank(5.4, 4.2, 3, 0),
  17,
  byRank(17, 14, 11, 4),
];

export class MapView {
  /** @type {maplibregl.Map} */ #map;
  /** @type {any} */ #results;
  /** @type {(point: {lng: number, lat: number}, code: string|null) => void} */ #onPick;
  /** @type {maplibregl.Popup|null} */ #popup = null;
  /** @type {maplibregl.Marker|null} */ #found = null;
  /** @type {maplibregl.Marker|null} */ #start = null;

  /**
   * Draws the map; the promise ends when it stands.
   * @param {HTMLElement} place
   * @param {any} results
   * @param {(point: {lng: number, lat: number}, code: string|null) => void} onPick a click, and the district it fell into
   * @returns {Promise<MapView>}
   */
  static async create(place, results, onPick) {
    const view = new MapView();
    view.#results = results;
    view.#onPick = onPick;
    await document.fonts.load("600 16px GeoCohesion");
    const at = state().view;
    view.#map = new maplibregl.Map({
      container: place,
      style: style(),
      attributionControl: false,
      bounds: at ? undefined : boundsOf([...results.districts, ...results.centralities]),
      center: at ? [at[0], at[1]] : undefined,
      zoom: at ? at[2] : undefined,
      fitBoundsOptions: { padding: padding() },
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      locale: { "Map.Title": t("mapLabel") },
      transformRequest: url => ({ url }),
    });
    const map = view.#map;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(
      new maplibregl.AttributionControl({ compact: matchMedia("(max-width: 48rem)").matches, customAttribution: attribution(results) }),
      "bottom-right",
    );
    map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-right");
    let hasStyle = false;
    map.once("style.load", () => {
      hasStyle = true;
    });
    map.on("error", event => {
      console.warn(`map: ${event.error?.message ?? event}`);
      // A background that does not answer leaves the ground empty; the results stand on it all the same.
      if (!hasStyle) map.setStyle(plain);
    });
    await new Promise(resolve => {
      map.once("load", resolve);
    });
    // On a phone the sources open from their button, and stand below the table.
    const sources = place.querySelector(".maplibregl-ctrl-attrib.maplibregl-compact");
    sources?.classList.remove("maplibregl-compact-show");
    sources?.removeAttribute("open");
    view.#addLayers();
    view.#listen();
    return view;
  }

  /** Ends when all that was given is drawn. */
  settled() {
    return new Promise(resolve => {
      this.#map.once("idle", () => resolve(undefined));
      this.#map.triggerRepaint();
    });
  }

  /** Colours the districts by what `results.shown` says. */
  drawDistricts() {
    const features = this.#results.districts
      .filter(one => one.geometry)
      .map(one => {
        const shown = this.#results.shown.get(one.properties.code);
        return {
          type: "Feature",
          geometry: one.geometry,
          properties: { code: one.properties.code, label: one.properties.label, verdict: shown.verdict },
        };
      });
    this.#set("districts", { type: "FeatureCollection", features });
    this.#set("district-names", {
      type: "FeatureCollection",
      features: this.#results.districts
        .filter(one => one.geometry)
        .map(one => {
          const shown = this.#results.shown.get(one.properties.code);
          return {
            type: "Feature",
            geometry: { type: "Point", coordinates: footOf(one.geometry) },
            properties: {
              text: `${one.properties.label}\n${shown.share === null ? "?" : percent(shown.share)}`,
              code: one.properties.code,
            },
          };
        }),
    });
  }

  /**
   * Shows one district, or all.
   * @param {string|null} code
   * @param {boolean} doesMove
   */
  drawChosen(code, doesMove) {
    for (const layer of ["district-chosen", "district-chosen-halo"]) this.#map.setFilter(layer, ["==", ["get", "code"], code ?? ""]);
    this.#map.setFilter("district-names", code ? ["!=", ["get", "code"], code] : null);
    for (const layer of ["district-fill", "district-pattern"]) this.#dim(layer);
    if (!doesMove) return;
    const chosen = this.#results.districts.filter(one => one.properties.code === code && one.geometry);
    this.#map.fitBounds(boundsOf(chosen.length ? chosen : [...this.#results.districts, ...this.#results.centralities]), {
      padding: padding(),
      maxZoom: 14.6,
    });
  }

  /**
   * Shows the inhabited cells of a district with their times.
   * @param {any[]} origins features
   * @param {(origin: any) => number|null} secondsOf
   * @param {number} limitSeconds
   */
  drawCells(origins, secondsOf, limitSeconds) {
    this.#set("cells", {
      type: "FeatureCollection",
      features: origins
        .filter(one => one.geometry)
        .map(one => {
          const seconds = secondsOf(one.properties);
          return {
            type: "Feature",
            geometry: one.geometry,
            properties: {
              text: clock(seconds),
              kind: seconds === null ? "not_computable" : seconds <= limitSeconds ? "conforming" : "not_conforming",
              far: seconds === null ? 1 : Math.min(1, Math.abs(seconds - limitSeconds) / limitSeconds),
            },
          };
        }),
    });
    this.#set("cell-names", {
      type: "FeatureCollection",
      features: origins
        .filter(one => one.geometry)
        .map(one => ({
          type: "Feature",
          geometry: { type: "Point", coordinates: middleOf(one.geometry) },
          properties: { text: clock(secondsOf(one.properties)) },
        })),
    });
  }

  /**
   * Shows an isochrone, or none.
   * @param {any|null} collection GeoJSON, the largest area first
   * @param {[number, number]|null} at
   */
  drawIsochrone(collection, at) {
    const features = (collection?.features ?? []).map((one, index, all) => ({
      ...one,
      properties: { ...one.properties, color: isochroneColor(index, all.length) },
    }));
    this.#set("isochrone", { type: "FeatureCollection", features });
    this.#start?.remove();
    this.#start = at
      ? new maplibregl.Marker({
          element: h("span", { class: "start", role: "img", "aria-label": t("isoNow", { lon: at[0], lat: at[1] }) }),
        })
          .setLngLat(at)
          .addTo(this.#map)
      : null;
    for (const layer of ["district-fill", "district-pattern"]) this.#dim(layer);
  }

  /** Moves so that an isochrone is seen as a whole. @param {any} collection */
  fitIsochrone(collection) {
    if (collection.features.some(one => one.geometry)) this.#map.fitBounds(boundsOf(collection.features), { padding: padding() });
  }

  /**
   * Shows or hides what stands beside the districts.
   * @param {string[]} layers
   * @param {Record<string, any[]>} read features by layer
   */
  drawLayers(layers, read) {
    for (const [layer, features] of Object.entries(read)) this.#set(layer, { type: "FeatureCollection", features });
    for (const { id, metadata } of this.#map.getStyle().layers) {
      const of = metadata?.["geocohesion:layer"];
      if (of) this.#map.setLayoutProperty(id, "visibility", layers.includes(of) ? "visible" : "none");
    }
  }

  /**
   * Shows where something is that was searched.
   * @param {any} geometry
   * @param {string} name
   */
  drawFound(geometry, name) {
    this.#found?.remove();
    if (geometry.type !== "Point") {
      this.#map.fitBounds(boundsOf([{ geometry }]), { padding: padding(), maxZoom: 14.6 });
      return;
    }
    this.#found = new maplibregl.Marker({ element: h("span", { class: "found" }, h("span", { text: name })), anchor: "bottom" })
      .setLngLat(geometry.coordinates)
      .addTo(this.#map);
    this.#map.easeTo({ center: geometry.coordinates, zoom: Math.max(this.#map.getZoom(), 14) });
  }

  /** @returns {[number, number]} longitude and latitude of the centre */
  center() {
    const { lng, lat } = this.#map.getCenter();
    return [lng, lat];
  }

  /** Says the words of the map again in the language of the page. */
  translate() {
    this.#map.getCanvas().setAttribute("aria-label", t("mapLabel"));
  }

  /** Moves to the view that the address says. @param {[number, number, number]} view */
  jump(view) {
    this.#map.jumpTo({ center: [view[0], view[1]], zoom: view[2] });
  }

  #set(source, data) {
    /** @type {maplibregl.GeoJSONSource} */ (this.#map.getSource(source)).setData(data);
  }

  // The chosen district shows its cells, an isochrone shows itself: what lies above or below them grows pale.
  #dim(layer) {
    const { district, tab } = state();
    const full = layer === "district-fill" ? 0.8 : 0.9;
    const pale = tab === "isochrone" ? 0.22 : full;
    this.#map.setPaintProperty(layer, layer === "district-fill" ? "fill-opacity" : "fill-opacity", [
      "case",
      ["==", ["get", "code"], district ?? ""],
      tab === "isochrone" ? 0.1 : 0,
      pale,
    ]);
  }

  #addLayers() {
    const map = this.#map;
    for (const verdict of ["partly", "not_conforming", "not_computable"])
      map.addImage(`pattern-${verdict}`, pattern(verdict), { pixelRatio: 2 });
    this.#addBackground();
    for (const source of ["communes", "lines", "stops", "districts", "district-names", "cells", "cell-names", "isochrone", "centralities"])
      map.addSource(source, { type: "geojson", data: empty() });
    const layer = (id, type, source, paint, rest = {}) => map.addLayer({ id, type, source, paint, ...rest });
    const of = name => ({ metadata: { "geocohesion:layer": name } });

    layer("communes", "line", "communes", { "line-color": "#9a8f7d", "line-width": 1, "line-dasharray": [4, 3] }, of("communes"));
    layer(
      "isochrone-fill",
      "fill",
      "isochrone",
      { "fill-color": ["get", "color"], "fill-opacity": 0.62 },
      { filter: ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]] },
    );
    layer("isochrone-line", "line", "isochrone", { "line-color": "#4a2a78", "line-width": 1.2, "line-opacity": 0.75 });
    layer(
      "lines",
      "line",
      "lines",
      {
        "line-color": ["coalesce", ["get", "paint"], "#5d7186"],
        "line-width": ["interpolate", ["linear"], ["zoom"], 10, 1, 13, 1.8, 17, 5],
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 11, 0.5, 14, 0.75],
      },
      { layout: { "line-cap": "round", "line-join": "round" }, ...of("lines") },
    );
    layer("district-fill", "fill", "districts", {
      "fill-color": ["match", ["get", "verdict"], ...Object.entries(colors).flat(), colors.not_computable],
      "fill-opacity": 0.8,
    });
    layer(
      "district-pattern",
      "fill",
      "districts",
      { "fill-pattern": ["concat", "pattern-", ["get", "verdict"]], "fill-opacity": 0.9 },
      { filter: ["!=", ["get", "verdict"], "conforming"] },
    );
    layer("district-line", "line", "districts", { "line-color": "#fff", "line-width": 1.6 });
    layer("cells", "fill", "cells", {
      "fill-color": ["match", ["get", "kind"], ...Object.entries(colors).flat(), colors.not_computable],
      "fill-opacity": ["+", 0.5, ["*", 0.45, ["get", "far"]]],
      "fill-outline-color": "#fff",
    });
    layer(
      "stops",
      "circle",
      "stops",
      {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 1.2, 14, 3.2, 17, 6],
        "circle-color": "#fff",
        "circle-stroke-color": "#3c4f63",
        "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 11, 0.5, 14, 1.4],
      },
      { minzoom: 12, ...of("stops") },
    );
    layer("district-chosen-halo", "line", "districts", { "line-color": "#fff", "line-width": 6 }, { filter: ["==", ["get", "code"], ""] });
    layer("district-chosen", "line", "districts", { "line-color": ink, "line-width": 2.6 }, { filter: ["==", ["get", "code"], ""] });
    layer("centralities", "circle", "centralities", {
      "circle-radius": ["case", ["get", "is_main"], 6, 4.5],
      "circle-color": ink,
      "circle-stroke-color": "#fff",
      "circle-stroke-width": 2,
    });
    const words = size => ({
      layout: { "text-field": ["get", "text"], "text-font": font, "text-size": size, "text-max-width": 9 },
      paint: { "text-color": ink, "text-halo-color": "rgba(255,255,255,.92)", "text-halo-width": 1.8 },
    });
    map.addLayer({ id: "cell-names", type: "symbol", source: "cell-names", minzoom: 13.2, ...words(11.5) });
    map.addLayer({
      id: "centrality-names",
      type: "symbol",
      source: "centralities",
      ...withLayout(words(12), { "text-field": ["get", "label"], "text-anchor": "top", "text-offset": [0, 0.7] }),
    });
    map.addLayer({
      id: "district-names",
      type: "symbol",
      source: "district-names",
      ...withLayout(words(13), { "text-anchor": "top", "text-offset": [0, 0.25] }),
    });
    this.#set("centralities", { type: "FeatureCollection", features: this.#results.centralities });
  }

  #addBackground() {
    if (configuredBackground()) return;
    const map = this.#map;
    const add = (collection, layers) => {
      const source = this.#results.background[collection];
      if (!source) return;
      map.addSource(collection, source);
      for (const layer of layers)
        map.addLayer({ source: collection, ...(source.type === "vector" ? { "source-layer": collection } : {}), ...layer });
    };
    add("water", [
      {
        id: "water",
        type: "fill",
        filter: ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]],
        paint: { "fill-color": "#cfe0e6" },
      },
      {
        id: "waterways",
        type: "line",
        filter: ["in", ["geometry-type"], ["literal", ["LineString", "MultiLineString"]]],
        paint: { "line-color": "#c2d7df", "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 9, 0.8, 14, 3, 17, 10] },
      },
    ]);
    const round = { "line-cap": "round", "line-join": "round" };
    add("railways", [
      {
        id: "railways",
        type: "line",
        paint: { "line-color": "#b9b2a6", "line-width": ["interpolate", ["linear"], ["zoom"], 10, 0.6, 15, 2], "line-dasharray": [5, 2] },
      },
    ]);
    add("streets", [
      { id: "street-edges", type: "line", minzoom: 12, layout: round, paint: { "line-color": "#d6cebd", "line-width": streetEdgeWidth } },
      {
        id: "streets",
        type: "line",
        layout: round,
        paint: { "line-color": ["interpolate", ["linear"], ["zoom"], 11, "#d8d0bf", 13, "#ffffff"], "line-width": streetWidth },
      },
    ]);
  }

  #listen() {
    const map = this.#map;
    map.on("moveend", event => {
      const { lng, lat } = map.getCenter();
      change({
        view: event.originalEvent ? [Number(lng.toFixed(5)), Number(lat.toFixed(5)), Number(map.getZoom().toFixed(2))] : state().view,
      });
    });
    map.on("click", event => {
      const [stop] = map.queryRenderedFeatures(around(event.point, 6), { layers: ["stops"] });
      if (stop) {
        const { name, lines } = stop.properties;
        this.#tell(
          event.lngLat,
          t(name ? "stop" : "stopUnnamed", { name }),
          lines ? t(lines.includes(";") ? "stopLines" : "stopLine", { lines: lines.replaceAll(";", ", ") }) : "",
        );
        return;
      }
      const [district] = map.queryRenderedFeatures(event.point, { layers: ["district-fill"] });
      this.#onPick(event.lngLat, district?.properties.code ?? null);
    });
    for (const layer of ["district-fill", "stops"]) {
      map.on("mouseenter", layer, () => {
        map.getCanvas().style.cursor = "pointer";
      });
      map.on("mouseleave", layer, () => {
        map.getCanvas().style.cursor = "";
      });
    }
  }

  #tell(at, title, text) {
    this.#popup?.remove();
    this.#popup = new maplibregl.Popup({ closeButton: false, maxWidth: "18rem", offset: 8 })
      .setLngLat(at)
      .setDOMContent(h("div", {}, h("strong", { text: title }), text && h("p", { text })))
      .addTo(this.#map);
  }
}

/** @param {number} index from the largest @param {number} all @returns {string} */
export const isochroneColor = (index, all) =>
  isochroneColors[all === 1 ? 2 : Math.min(isochroneColors.length - 1, index + Math.max(0, 1 - Math.floor(all / 4)))];

/** @param {any[]} features @returns {[[number, number], [number, number]]} */
export function boundsOf(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = part => {
    if (typeof part[0] === "number") {
      [box[0], box[1], box[2], box[3]] = [
        Math.min(box[0], part[0]),
        Math.min(box[1], part[1]),
        Math.max(box[2], part[0]),
        Math.max(box[3], part[1]),
      ];
    } else {
      part.forEach(visit);
    }
  };
  for (const one of features) if (one.geometry) visit(one.geometry.coordinates);
  return Number.isFinite(box[0])
    ? [
        [box[0], box[1]],
        [box[2], box[3]],
      ]
    : [
        [-5, 41.3],
        [9.6, 51.1],
      ];
}

function middleOf(geometry) {
  if (geometry.type === "Point") return geometry.coordinates;
  const rings = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(one => one[0]);
  const ring = rings.reduce((most, one) => (Math.abs(area(one)) > Math.abs(area(most)) ? one : most));
  const whole = area(ring);
  if (whole === 0) return ring[0];
  let [x, y] = [0, 0];
  const [x0, y0] = ring[0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const cross = (ring[i][0] - x0) * (ring[i + 1][1] - y0) - (ring[i + 1][0] - x0) * (ring[i][1] - y0);
    x += (ring[i][0] + ring[i + 1][0] - 2 * x0) * cross;
    y += (ring[i][1] + ring[i + 1][1] - 2 * y0) * cross;
  }
  return [x0 + x / (6 * whole), y0 + y / (6 * whole)];
}

// Below an area, where its name does not cover its pattern.
function footOf(geometry) {
  const [[west, south], [east]] = boundsOf([{ geometry }]);
  return geometry.type === "Polygon" ? [(west + east) / 2, south] : [middleOf(geometry)[0], south];
}

// Relative to the first corner: differences of degrees are small beside degrees.
function area(ring) {
  const [x0, y0] = ring[0];
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) sum += (ring[i][0] - x0) * (ring[i + 1][1] - y0) - (ring[i + 1][0] - x0) * (ring[i][1] - y0);
  return sum / 2;
}

const around = (point, distance) => [
  [point.x - distance, point.y - distance],
  [point.x + distance, point.y + distance],
];

const withLayout = (layer, layout) => ({ ...layer, layout: { ...layer.layout, ...layout } });

const padding = () => (innerWidth < 768 ? { top: 54, bottom: 64, left: 34, right: 34 } : { top: 60, bottom: 140, left: 60, right: 60 });

const configured = name => document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
const configuredBackground = () => configured("geocohesion-background");

const plain = { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": ground } }] };

function style() {
  const background = configuredBackground();
  if (background && !background.includes("{z}")) return background;
  return !background
    ? plain
    : {
        ...plain,
        sources: { background: { type: "raster", tiles: [background], tileSize: 256 } },
        layers: [...plain.layers, { id: "background", type: "raster", source: "background", paint: { "raster-saturation": -0.45 } }],
      };
}

// The control takes HTML; the run and the settings give text.
function attribution(results) {
  const escape = text => text.replace(/[&<>"]/g, one => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);
  return [configured("geocohesion-background-attribution"), ...results.attribution].filter(Boolean).map(escape);
}
