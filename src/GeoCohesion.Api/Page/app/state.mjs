// What the page shows, as its address says it: whoever opens the address sees the same.

/**
 * @typedef {object} State
 * @property {"fr"|"en"} lang
 * @property {string} mode "" for the verdict of the run, else a mode
 * @property {string} rule "own" or another rule
 * @property {number|null} limit minutes; null for the limit of the run
 * @property {string|null} district code
 * @property {"districts"|"isochrone"} tab
 * @property {string} sort column, with a minus for the greatest first
 * @property {string[]} layers shown beside the districts
 * @property {[number, number]|null} at longitude, latitude of the isochrone
 * @property {string|null} from code of the district that the isochrone starts from, instead of a point
 * @property {string} by mode of the isochrone
 * @property {string} minutes limits of the isochrone, comma separated
 * @property {string} departure HH:MM, or "window" for the whole departure window
 * @property {[number, number, number]|null} view longitude, latitude, zoom
 */

/** @type {State} */
const initial = {
  lang: "fr",
  mode: "",
  rule: "own",
  limit: null,
  district: null,
  tab: "districts",
  sort: "",
  layers: ["lines", "stops"],
  at: null,
  from: null,
  by: "walk",
  minutes: "10,20,30",
  departure: "window",
  view: null,
};

/** @type {State} */
let current = read();
/** @type {((state: State, changed: Set<string>) => void)[]} */
const listeners = [];

/** @returns {Readonly<State>} */
export const state = () => current;

/** @param {(state: State, changed: Set<string>) => void} listener called after each change */
export function subscribe(listener) {
  listeners.push(listener);
}

/**
 * Changes the state, the address, and tells the listeners.
 * @param {Partial<State>} patch
 * @param {boolean} [isStep] whether the back button returns to what was before
 */
export function change(patch, isStep = false) {
  const changed = new Set(Object.keys(patch).filter(key => JSON.stringify(patch[key]) !== JSON.stringify(current[key])));
  if (changed.size === 0) return;
  current = { ...current, ...patch };
  history[isStep ? "pushState" : "replaceState"](null, "", address());
  for (const listener of listeners) listener(current, changed);
}

/** @returns {string} query of the address: only what differs from a fresh page */
export function address() {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(current)) {
    if (value !== null && JSON.stringify(value) !== JSON.stringify(initial[key]))
      query.set(key, Array.isArray(value) ? value.join(",") : String(value));
  }
  // Commas may stand as they are in a query, and are easier to read so.
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `?${text}` : location.pathname;
}

addEventListener("popstate", () => {
  const before = current;
  current = read();
  const changed = new Set(Object.keys(current).filter(key => JSON.stringify(before[key]) !== JSON.stringify(current[key])));
  for (const listener of listeners) listener(current, changed);
});

function read() {
  const query = new URLSearchParams(location.search);
  const numbers = name => query.get(name)?.split(",").map(Number).filter(Number.isFinite) ?? [];
  const limit = Number(query.get("limit"));
  const [at, view] = [numbers("at"), numbers("view")];
  return {
    ...initial,
    lang: query.get("lang") === "en" ? "en" : "fr",
    mode: query.get("mode") ?? initial.mode,
    rule: query.get("rule") ?? initial.rule,
    limit: limit >= 5 && limit <= 60 ? Math.round(limit) : null,
    district: query.get("district"),
    tab: query.get("tab") === "isochrone" ? "isochrone" : "districts",
    sort: query.get("sort") ?? initial.sort,
    layers: query.has("layers") ? query.get("layers").split(",").filter(Boolean) : initial.layers,
    at: at.length === 2 && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 85 ? at : null,
    from: query.get("from"),
    by: query.get("by") ?? initial.by,
    minutes: /^\d{1,3}(,\d{1,3})*$/.test(query.get("minutes") ?? "") ? query.get("minutes") : initial.minutes,
    departure: /^([01]\d|2\d):[0-5]\d$/.test(query.get("departure") ?? "") ? query.get("departure") : initial.departure,
    view: view.length === 3 && Math.abs(view[0]) <= 180 && Math.abs(view[1]) <= 85 && view[2] >= 0 && view[2] <= 22 ? view : null,
  };
}
