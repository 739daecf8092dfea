// Reads the results, draws the page, and redraws what a change of the state touches.
import { busy } from "./busy.mjs";
import { drawControls, shownSentence } from "./controls.mjs";
import { communes, count, features, json, Refusal, rows } from "./data.mjs";
import { cellsOf, drawDistrict } from "./district.mjs";
import { byId, h, replace } from "./dom.mjs";
import { drawDownloads } from "./download.mjs";
import { number, percent, timeOfDay } from "./format.mjs";
import { t } from "./i18n.mjs";
import { Isochrones } from "./isochrone.mjs";
import { MapView } from "./map.mjs";
import { drawSearch } from "./search.mjs";
import { change, state, subscribe } from "./state.mjs";
import { drawTable } from "./table.mjs";
import { colors, sign, verdicts as order } from "./verdictMarks.mjs";
import { Verdicts } from "./verdicts.mjs";

/** Up to so many features a background layer is read whole; beyond, as vector tiles. */
const mostFeatures = 20000;
const toastMilliseconds = 6000;

/** @type {any} */ let results = null;
/** @type {MapView|null} */ let map = null;
/** @type {Isochrones} */ let isochrones;
/** Choices made while an earlier one is being computed are drawn in their order; only the last one stays. */
let choice = 0;

busy(start()).catch(fail);

async function start() {
  drawFrame();
  message(t("loading"));
  try {
    results = await read();
  } catch (failure) {
    fail(failure);
    return;
  }
  const { parameters } = results;
  if (state().mode && !parameters.modes.includes(state().mode)) change({ mode: "" });
  if (!results.verdicts.rulesOf(state().mode).includes(state().rule)) change({ rule: "own" });
  if (state().district && !results.districts.some(one => one.properties.code === state().district)) change({ district: null });
  isochrones = new Isochrones(byId("isochroneView"), results, () => map);
  await evaluate();
  drawWords();
  drawPanel();
  subscribe((_, changed) => busy(update(changed)).catch(failure => say(`${t("failedPart")} ${failure.message}`)));
  try {
    // What stands beside the districts is asked for while the background is read and the map is made.
    void readLayers().catch(() => {});
    results.background = await backgroundSources(results).catch(failure => {
      say(`${t("failedPart")} ${failure.message}`);
      return {};
    });
    map = await MapView.create(byId("map"), results, pick);
  } catch (failure) {
    message(t("noMap"));
    console.info(String(failure));
  }
  if (map) {
    message(null);
    map.drawDistricts();
    await drawLayers().catch(failure => say(`${t("failedPart")} ${failure.message}`));
  }
  const parts = [isochrones.update()];
  if (state().district) parts.push(showDistrict(state().view === null, false));
  await Promise.all(parts);
  drawFoot();
  await map?.settled();
}

async function read() {
  const [manifest, listed, description] = await Promise.all([json("manifest.json"), json("collections?f=json"), json("api?f=json")]);
  const collections = new Map(listed.collections.map(one => [one.id, one]));
  const has = id => collections.has(id);
  const [districts, centralities, rules, network] = await Promise.all([
    features("districts"),
    has("centralities") ? features("centralities") : [],
    has("district_rules") ? rows("district_rules") : [],
    readNetwork(description),
  ]);
  const transit = manifest.parameters.transit;
  const all = {
    territory: manifest.territory,
    parameters: manifest.parameters,
    attribution: manifest.attribution,
    collections,
    has,
    districts,
    centralities,
    network,
    rules: new Map(rules.map(one => [one.code, one])),
    shown: new Map(),
    windowEnd: transit ? timeOfDay(transit.toSeconds) : "",
    background: {},
  };
  all.verdicts = new Verdicts(all);
  return all;
}

// A service may be without analyses, and a run without a network: the page then does without isochrones.
async function readNetwork(description) {
  if (!description.paths["/network"] || !description.paths["/isochrones"]) return null;
  try {
    return await json("network");
  } catch (failure) {
    if (failure instanceof Refusal && failure.status === 404) return null;
    throw failure;
  }
}

// Streets, railways and waters of the run: tiles where the service makes them, else the features themselves while they are few.
async function backgroundSources(all) {
  const source = async collection => {
    const isTiled = all.collections.get(collection).links?.some(link => link.rel.endsWith("/tilesets-vector"));
    if (isTiled)
      return {
        type: "vector",
        tiles: [new URL(`collections/${collection}/tiles/WebMercatorQuad/`, document.baseURI).href + "{z}/{y}/{x}"],
        minzoom: 6,
        maxzoom: 14,
      };
    return (await count(collection)) <= mostFeatures
      ? { type: "geojson", data: { type: "FeatureCollection", features: await features(collection) } }
      : null;
  };
  const found = await Promise.all(["water", "railways", "streets"].filter(all.has).map(async one => [one, await source(one)]));
  return Object.fromEntries(found.filter(([, one]) => one));
}

async function evaluate() {
  const { mode, rule, limit } = state();
  await results.verdicts.prepare({ mode, rule, limit });
  const now = state();
  results.shown = new Map(results.districts.map(one => [one.properties.code, results.verdicts.of(one.properties, now)]));
}

/** @param {Set<string>} changed */
async function update(changed) {
  const has = (...keys) => keys.some(key => changed.has(key));
  if (has("lang")) {
    drawWords();
    map?.translate();
  }
  if (has("mode", "rule", "limit")) {
    const own = ++choice;
    await evaluate();
    if (own !== choice) return;
    map?.drawDistricts();
  }
  if (has("lang", "mode", "rule", "limit", "district", "tab", "sort")) drawPanel();
  if (has("layers", "lang")) await drawLayers();
  if (has("at", "from", "by", "minutes", "departure", "tab", "lang")) {
    if (has("lang")) isochrones.draw();
    await isochrones.update();
    drawFoot();
  }
  if (has("district", "lang", "mode", "rule", "limit", "tab")) await showDistrict(has("district"), has("district"));
  if (has("view") && changed.size === 1 && state().view && map && differs(state().view)) map.jump(state().view);
  if (changed.size > (changed.has("view") ? 1 : 0)) await map?.settled();
}

function differs(view) {
  const [x, y] = map.center();
  return Math.abs(x - view[0]) + Math.abs(y - view[1]) > 1e-4;
}

async function showDistrict(doesMove, doesFocus) {
  const { district, mode, rule, limit, tab } = state();
  if (tab === "districts" && district) {
    try {
      await drawDistrict(byId("districtView"), results);
    } catch (failure) {
      replace(
        byId("districtView"),
        h("p", { class: "failure", role: "alert", text: `${t("failedPart")} ${failure.message}` }),
        h("button", { type: "button", on: { click: () => busy(showDistrict(false, false)) }, text: t("retry") }),
      );
    }
    if (doesFocus) byId("districtName")?.focus({ preventScroll: true });
    if (doesFocus) byId("panel").scrollTo({ top: 0 });
    // Where the panel stands below the map, it is the page that scrolls.
    if (doesFocus && byId("panel").getBoundingClientRect().top < 0) byId("panel").scrollIntoView();
  }
  if (!map) return;
  const cells = district && tab === "districts" ? await cellsOf(district) : [];
  if (state().district !== district) return;
  map.drawCells(cells, results.verdicts.secondsOf(mode, rule), (limit ?? results.verdicts.ownLimit) * 60);
  map.drawChosen(district, doesMove);
}

/** @param {{lng: number, lat: number}} point @param {string|null} code */
function pick(point, code) {
  const at = /** @type {[number, number]} */ ([Number(point.lng.toFixed(5)), Number(point.lat.toFixed(5))]);
  if (state().tab === "districts" && code) change({ district: code === state().district ? null : code, view: null }, true);
  else if (results.network) change({ tab: "isochrone", at, from: null }, true);
}

const layerReaders = { lines: () => features("lines"), stops: () => features("stops"), communes: () => communes(results.has) };

const layersThere = () => Object.keys(layerReaders).filter(one => results.has(one) || (one === "communes" && results.has("areas")));

async function readLayers() {
  const wanted = layersThere().filter(one => state().layers.includes(one));
  return Object.fromEntries(
    await Promise.all(
      wanted.map(async one => [
        one,
        (await layerReaders[one]()).map(feature => ({
          ...feature,
          properties: { ...feature.properties, paint: paint(feature.properties) },
        })),
      ]),
    ),
  );
}

async function drawLayers() {
  if (!map) return;
  map.drawLayers(state().layers, await readLayers());
  const there = layersThere();
  const toggle = (one, isOn) => change({ layers: isOn ? [...state().layers, one] : state().layers.filter(other => other !== one) });
  replace(
    byId("layers"),
    h(
      "fieldset",
      {},
      h("legend", { text: t("layers") }),
      ...there.map(one =>
        h(
          "label",
          {},
          h("input", {
            type: "checkbox",
            checked: state().layers.includes(one),
            "data-key": `layer ${one}`,
            on: { change: event => toggle(one, event.target.checked) },
          }),
          t(`layer_${one}`),
        ),
      ),
    ),
  );
  byId("layers").hidden = there.length === 0;
}

// Colours of timetables are six hexadecimal digits, without the sign that colours of the web begin with.
function paint(properties) {
  const color = properties.color ?? "";
  return /^#?[0-9a-f]{6}$/i.test(color) ? `#${color.replace("#", "")}` : null;
}

function drawFrame() {
  document.documentElement.lang = state().lang;
  byId("skip").textContent = t("skip");
  byId("share").textContent = t("share");
  byId("language").textContent = t("otherLanguage");
  byId("language").lang = t("otherLanguageCode");
  byId("mapArea").setAttribute("aria-label", t("mapArea"));
  byId("panel").setAttribute("aria-label", t("panel"));
  byId("tabs").setAttribute("aria-label", t("tabs"));
}

function drawWords() {
  drawFrame();
  byId("territory").textContent = results.territory.name;
  document.title = `${results.territory.name} – GeoCohesion`;
  drawSearch(byId("search"), results, found => {
    if (found.code) change({ district: found.code, tab: "districts", view: null }, true);
    else map?.drawFound(found.geometry, found.name);
  });
}

function drawPanel() {
  const { tab, district } = state();
  const isDistrict = tab === "districts" && district !== null;
  replace(
    byId("tabs"),
    ...[
      ["districts", "tabDistricts"],
      ["isochrone", "tabIsochrone"],
    ].map(([one, label]) =>
      h("button", {
        type: "button",
        "aria-pressed": String(tab === one),
        "data-key": `tab ${one}`,
        on: {
          click: () => change({ tab: /** @type {any} */ (one), ...(one === "districts" && tab === one ? { district: null } : {}) }, true),
        },
        text: t(label),
      }),
    ),
  );
  byId("districtsView").hidden = tab !== "districts" || isDistrict;
  byId("districtView").hidden = !isDistrict;
  byId("isochroneView").hidden = tab !== "isochrone";
  document.body.dataset.view = tab === "isochrone" ? "isochrone" : isDistrict ? "district" : "districts";
  drawDistricts();
  drawLegend();
  drawFoot();
}

function drawDistricts() {
  const place = byId("districtsView");
  if (!place.firstChild)
    place.append(h("div", { id: "intro" }), h("div", { id: "controls", class: "controls" }), h("div", { id: "tablePlace" }));
  const shown = [...results.shown.values()];
  const limit = state().limit ?? results.verdicts.ownLimit;
  if (results.districts.length === 0) {
    replace(byId("intro"), h("p", { class: "empty", text: t("empty") }));
    return;
  }
  const residents = results.districts.reduce((sum, one) => sum + one.properties.residents, 0);
  const within = results.districts.reduce(
    (sum, one) => sum + one.properties.residents * (results.shown.get(one.properties.code).share ?? 0),
    0,
  );
  const conforming = shown.filter(one => one.verdict === "conforming").length;
  replace(
    byId("intro"),
    h("h2", { class: "question", text: t("question") }),
    h("p", {
      class: "answer",
      id: "answer",
      "aria-live": "polite",
      text: t(conforming === 1 ? "answerOne" : "answer", {
        conforming,
        all: shown.length,
        share: percent(residents ? within / residents : null),
        residents: number(residents),
        limit,
      }),
    }),
    h(
      "div",
      { class: "tally", "aria-hidden": "true" },
      ...order.flatMap(verdict => {
        const many = shown.filter(one => one.verdict === verdict).length;
        if (many === 0) return [];
        const piece = h("span", { class: verdict }, sign(verdict), String(many));
        piece.style.flexGrow = String(many);
        return [piece];
      }),
    ),
  );
  drawControls(byId("controls"), results);
  drawTable(byId("tablePlace"), results);
}

function drawLegend() {
  const { district, tab } = state();
  const used = new Set([...results.shown.values()].map(one => one.verdict));
  const line = (verdict, text) => h("li", {}, h("i", { class: `swatch ${verdict}` }), text);
  replace(
    byId("legend"),
    h("h2", { class: "unseen", text: t("legend") }),
    h("ul", {}, ...order.filter(verdict => used.has(verdict) || verdict !== "not_computable").map(verdict => line(verdict, t(verdict)))),
    h("p", { id: "shown", text: shownSentence(results) }),
    district &&
      tab === "districts" &&
      h(
        "p",
        { class: "cells" },
        h("b", { text: t("cellLegend") }),
        " ",
        h("span", {}, h("i", { class: "dot conforming" }), t("cellWithin")),
        " ",
        h("span", {}, h("i", { class: "dot not_conforming" }), t("cellBeyond")),
      ),
  );
  byId("legend").hidden = false;
}

function drawFoot() {
  drawDownloads(byId("foot"), results, () => isochrones.shown).catch(failure =>
    replace(byId("foot"), h("p", { class: "failure", text: failure.message })),
  );
}

function message(text) {
  byId("mapMessage").textContent = text ?? "";
  byId("mapMessage").hidden = !text;
}

function fail(failure) {
  message(null);
  byId("mapMessage").hidden = true;
  byId("legend").hidden = byId("layers").hidden = true;
  replace(
    byId("districtsView"),
    h("div", { class: "failure", role: "alert" }, h("h2", { text: t("failed") }), h("p", { text: failure.message })),
    h("button", { type: "button", id: "retry", on: { click: () => location.reload() }, text: t("retry") }),
  );
}

byId("language").addEventListener("click", () => {
  change({ lang: state().lang === "fr" ? "en" : "fr" });
});
byId("share").addEventListener("click", async () => {
  const isCopied =
    (await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    )) ?? false;
  say(t(isCopied ? "shared" : "shareBy"));
});

// A word that goes away by itself.
function say(text) {
  const toast = byId("toast");
  toast.textContent = text;
  toast.classList.add("on");
  setTimeout(() => toast.classList.remove("on"), toastMilliseconds);
}
