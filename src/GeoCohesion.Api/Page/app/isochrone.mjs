// How far one gets from a point: asked from the service, drawn on the map, told in a table.
import { json } from "./data.mjs";
import { h, replace } from "./dom.mjs";
import { number, timeOfDay } from "./format.mjs";
import { t } from "./i18n.mjs";
import { isochroneColor } from "./map.mjs";
import { change, state } from "./state.mjs";

const choices = ["10,20,30", "15,30,45", "30", "60"];
/** The first time that a place is left in the choice of departures, and how far apart they are. */
const departureStep = 1800;

export class Isochrones {
  /** @type {any|null} what is shown */ shown = null;
  /** @type {string} */ #asked = "";
  /** @type {string} where the last one began */ #start = "";
  /** @type {Error|null} */ #failure = null;
  /** @type {AbortController|null} */ #running = null;
  #isComputing = false;

  /**
   * @param {HTMLElement} place
   * @param {any} results
   * @param {() => import("./map.mjs").MapView|null} map
   */
  constructor(place, results, map) {
    this.place = place;
    this.results = results;
    this.map = map;
  }

  /** Draws the panel as the state says. */
  draw() {
    const network = this.results.network;
    const { by, at, from, minutes, departure } = state();
    const title = h("h2", { id: "isochroneName", tabindex: -1, text: t("isoTitle") });
    if (!network) {
      replace(this.place, title, h("p", { class: "empty", text: t("isoMissing") }));
      return;
    }
    const modes = [...network.streetModes, ...network.transitModes];
    const isTransit = network.transitModes.includes(by);
    const chips = h(
      "div",
      { class: "chips", role: "group", "aria-label": t("isoModes") },
      ...modes.map(one =>
        h("button", {
          type: "button",
          "aria-pressed": String(one === by),
          "data-key": `by ${one}`,
          on: { click: () => change({ by: one }) },
          text: t(one),
        }),
      ),
    );
    const limits = h(
      "label",
      { class: "field" },
      h("span", { text: t("isoLimits") }),
      h(
        "select",
        { id: "isoLimits", "data-key": "isoLimits", on: { change: event => change({ minutes: event.target.value }) } },
        ...[...new Set([...choices, minutes])].map(one =>
          h("option", { value: one, selected: one === minutes, text: `${one.replaceAll(",", ", ")} min` }),
        ),
      ),
    );
    const when =
      isTransit &&
      h(
        "label",
        { class: "field" },
        h("span", { text: t("isoDeparture") }),
        h(
          "select",
          { id: "isoDeparture", "data-key": "isoDeparture", on: { change: event => change({ departure: event.target.value }) } },
          h("option", { value: "window", selected: departure === "window", text: t("isoWindow") }),
          ...this.#departures().map(one => h("option", { value: one, selected: one === departure, text: t("isoAt", { time: one }) })),
        ),
      );
    replace(
      this.place,
      title,
      h("p", { class: "lead", text: from ? t("isoFrom", { at: this.#label(from) }) : t("isoLead") }),
      chips,
      h("div", { class: "fields" }, limits, when),
      h(
        "p",
        { class: "buttons" },
        h("button", { type: "button", "data-key": "isoHere", on: { click: () => this.#fromCenter() }, text: t("isoHere") }),
        (at || from) &&
          h("button", {
            type: "button",
            class: "quiet",
            "data-key": "isoClear",
            on: { click: () => change({ at: null, from: null }) },
            text: t("isoClear"),
          }),
      ),
      h("div", { id: "isochroneResult", "aria-live": "polite" }, ...this.#result()),
    );
  }

  /** Asks the service where the state differs from what is shown, and draws the answer. */
  async update() {
    const { at, from, by, minutes, departure, tab } = state();
    const network = this.results.network;
    if (tab !== "isochrone" || (!at && !from) || !network) {
      this.#running?.abort();
      [this.shown, this.#asked, this.#start, this.#failure, this.#isComputing] = [null, "", "", null, false];
      this.map()?.drawIsochrone(null, null);
      this.draw();
      return;
    }
    const query = new URLSearchParams({
      ...(from ? { district: from } : { locations: at.map(one => one.toFixed(6)).join(",") }),
      mode: by,
      range: minutes
        .split(",")
        .map(one => Number(one) * 60)
        .join(","),
      attributes: "area,population",
    });
    if (network.transitModes.includes(by)) {
      query.set("date", (network.dates.find(one => one.main) ?? network.dates[0]).date);
      if (departure === "window") {
        query.set("from", network.window.from);
        query.set("to", network.window.to);
        query.set("rule", "median");
      } else {
        query.set("departure", departure);
      }
    }
    const address = `isochrones?${query}`;
    if (address === this.#asked && !this.#failure) return;
    const start = from ?? at.join();
    const isNew = start !== this.#start;
    this.#start = start;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    [this.#asked, this.#failure, this.#isComputing] = [address, null, true];
    this.draw();
    this.map()?.drawIsochrone(this.shown, at);
    try {
      this.shown = await json(address, running.signal);
      if (running.signal.aborted) return;
      this.#isComputing = false;
      this.map()?.drawIsochrone(this.shown, at);
      if (isNew) this.map()?.fitIsochrone(this.shown);
    } catch (failure) {
      if (running.signal.aborted) return;
      [this.shown, this.#failure, this.#isComputing] = [null, failure, false];
      this.map()?.drawIsochrone(null, at);
    }
    this.draw();
  }

  #fromCenter() {
    const center = this.map()?.center();
    if (center) change({ at: [Number(center[0].toFixed(5)), Number(center[1].toFixed(5))], from: null }, true);
  }

  #label(code) {
    return this.results.districts.find(one => one.properties.code === code)?.properties.label ?? code;
  }

  #departures() {
    const seconds = text => Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60;
    const { from, to } = this.results.network.window;
    const times = [];
    for (let at = seconds(from); at <= seconds(to); at += departureStep) times.push(timeOfDay(at));
    const { departure } = state();
    return departure === "window" || times.includes(departure) ? times : [...times, departure].sort();
  }

  #result() {
    if (this.#failure) return [h("p", { class: "failure", role: "alert", text: this.#failure.message })];
    if (this.#isComputing) return [h("p", { class: "empty", text: t("isoComputing") })];
    if (!this.shown) return [];
    const features = this.shown.features;
    if (features.length === 0) return [h("p", { class: "empty", text: t("isoEmpty") })];
    const hasPopulation = features.some(one => typeof one.properties.total_pop === "number");
    const hasPriority = features.some(one => typeof one.properties.priority_pop === "number");
    return [
      h(
        "table",
        { class: "iso-table" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col", text: t("isoLimit") }),
            h("th", { scope: "col", text: t("isoArea") }),
            hasPopulation && h("th", { scope: "col", text: t("isoPopulation") }),
            hasPriority && h("th", { scope: "col", text: t("isoPriority") }),
          ),
        ),
        h(
          "tbody",
          {},
          ...features.map((one, index) => {
            const swatch = h("i", { class: "swatch" });
            swatch.style.backgroundColor = isochroneColor(index, features.length);
            return h(
              "tr",
              {},
              h("th", { scope: "row" }, swatch, `${number(one.properties.value / 60)} min`),
              h("td", { text: t("km2", { value: number(one.properties.area / 1e6, 2) }) }),
              hasPopulation && h("td", { text: number(one.properties.total_pop) }),
              hasPriority && h("td", { text: number(one.properties.priority_pop) }),
            );
          }),
        ),
      ),
    ];
  }
}
