// What the run says of one district, from the verdict to the checklist.
import { profileChart } from "./chart.mjs";
import { features, rows } from "./data.mjs";
import { h, replace } from "./dom.mjs";
import { clock, number, percent } from "./format.mjs";
import { own, t } from "./i18n.mjs";
import { shownSentence } from "./controls.mjs";
import { change, state } from "./state.mjs";
import { sign, tag } from "./verdictMarks.mjs";

const components = ["walk_out", "wait", "ride", "transfer", "walk_in"];
const firstClasses = 6;
/** What health is, in the order in which people need it; the other professions of the run follow. */
const healthClasses = [
  "generaliste",
  "pharmacie",
  "infirmier",
  "dentiste",
  "kine",
  "urgences",
  "laboratoire",
  "sage-femme",
  "pediatre",
  "hopital",
  "maternite",
  "msp",
  "centre-de-sante",
  "pmi",
];
/** Services of daily life, in the order of a household's needs; the others follow. */
const dailyClasses = [
  "supermarche",
  "ecole",
  "creche",
  "poste",
  "college",
  "lycee",
  "bibliotheque",
  "gymnase",
  "mairie",
  "france-services",
  "gare",
  "france-travail",
];
const statuses = ["inside", "walk_10_min", "transit_30_min", "absent", "unknown"];

/**
 * Reads and draws the district that is chosen.
 * @param {HTMLElement} place
 * @param {any} results
 */
export async function drawDistrict(place, results) {
  const code = state().district;
  const district = results.districts.find(one => one.properties.code === code)?.properties;
  if (!district) return;
  const table = name => (results.has(name) ? rows(name, { district: code }) : Promise.resolve([]));
  const row = name => (results.has(name) ? rows(name, { code }).then(all => all[0]) : Promise.resolve(undefined));
  const [reason, window, profile, services, health, classes, journey, transit] = await Promise.all([
    row("district_reasons"),
    row("district_window"),
    table("district_window_profile"),
    table("district_services"),
    table("district_health"),
    table("district_classes"),
    table("district_journeys"),
    table("district_transit"),
  ]);
  if (state().district !== code) return;
  const rule = results.rules.get(code);
  replace(
    place,
    h(
      "button",
      { type: "button", class: "link back", "data-key": "back", on: { click: () => change({ district: null, view: null }, true) } },
      "←",
      " ",
      t("back"),
    ),
    head(district, results),
    verdictSentence(district, results),
    results.network &&
      h(
        "p",
        { class: "buttons" },
        h("button", {
          type: "button",
          class: "quiet",
          "data-key": "isoFromDistrict",
          on: { click: () => change({ tab: "isochrone", from: code, at: null, view: null }, true) },
          text: t("isoFromDistrict"),
        }),
      ),
    profilePart(profile, window, results),
    bottleneckPart(reason, journey),
    reason &&
      district.verdict !== "conforming" &&
      part(
        t("why"),
        h("p", { text: own(reason, "cause") }),
        h("h3", { text: t("takes") }),
        h("p", { text: own(reason, "what_it_would_take") }),
      ),
    rule && part(t("flips"), flips(own(rule, "flips"))),
    transitPart(transit, results),
    ...accessParts(health, classes, results),
    services.length > 0 && part(t("checklist"), checklist(services)),
  );
}

/** @param {string} code @returns {Promise<any[]>} inhabited cells of a district */
export const cellsOf = code => features("origins", { district: code });

function head(district, results) {
  const count = number(district.residents);
  return h(
    "header",
    { class: "district-head" },
    h("h2", { id: "districtName", tabindex: -1, text: district.label }),
    h(
      "p",
      { class: "facts" },
      [district.commune_labels, t(district.residents_are_points ? "points" : "inhabitants", { count }), district.code]
        .filter(Boolean)
        .join(" · "),
    ),
    tag(district.verdict, true),
  );
}

function verdictSentence(district, results) {
  const shown = results.shown.get(district.code);
  const { mode, rule, limit } = state();
  const isOther = mode || rule !== "own" || limit !== null;
  return h(
    "div",
    {},
    h("p", { class: "sentence", text: own(district, "reason") }),
    isOther &&
      h("p", { class: "other" }, tag(shown.verdict), " ", h("span", { text: `${percent(shown.share)} – ${shownSentence(results)}` })),
  );
}

const part = (title, ...content) => h("section", { class: "part" }, h("h3", { class: "part-title", text: title }), ...content);

function profilePart(profile, window, results) {
  const times = profile.filter(one => one.figure === "median_s");
  if (times.length === 0) return null;
  const shares = profile.filter(one => one.figure === "share_within");
  const [from, to] = [times[0].from.slice(0, 5), results.windowEnd];
  const longest = window?.longest_gap_from;
  return part(
    t("profile"),
    h("p", { class: "lead", text: t("profileLead", { from, to }) }),
    profileChart(times, shares, results.parameters.halfHour.limitSeconds),
    h(
      "p",
      {},
      longest ? t("profileGap", { from: longest.slice(0, 5), to: window.longest_gap_to.slice(0, 5) }) : t("profileNoGap"),
      " ",
      window ? t("profileShare", { share: percent(window.mean_share_of_window) }) : "",
    ),
    h(
      "details",
      { class: "quiet-details" },
      h("summary", { text: t("profileTable") }),
      h(
        "div",
        { class: "table-scroll low", tabindex: 0, role: "region", "aria-label": t("profileTable") },
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h("tr", {}, ...[t("departureTime"), t("departureTo"), t("medianTime")].map(text => h("th", { scope: "col", text }))),
          ),
          h(
            "tbody",
            {},
            ...times.map(one =>
              h(
                "tr",
                {},
                h("th", { scope: "row", text: one.from }),
                h("td", { text: one.to }),
                h("td", { text: `${clock(one.first_value)} → ${clock(one.last_value)}` }),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

function bottleneckPart(reason, journey) {
  if (!reason) return null;
  const seconds = components.map(one => reason[`${one}_s`] ?? 0);
  const all = seconds.reduce((sum, one) => sum + one, 0);
  if (all === 0) return null;
  const bar = h(
    "div",
    { class: "stack", "aria-hidden": "true" },
    ...components.map((one, index) => {
      const piece = h("span", { class: `${one}${one === reason.bottleneck ? " most" : ""}` });
      piece.style.flexGrow = String(seconds[index] / all);
      return piece;
    }),
  );
  const list = h(
    "ul",
    { class: "stack-key" },
    ...components.map(
      (one, index) =>
        seconds[index] > 0 &&
        h(
          "li",
          { class: one === reason.bottleneck ? "most" : null },
          h("i", { class: one }),
          t(one),
          " ",
          h("b", { text: clock(seconds[index]) }),
        ),
    ),
  );
  const legs = journey.filter(one => one.who === "marginal").sort((a, b) => a.leg - b.leg);
  return part(
    t("journey"),
    h("p", { class: "lead", text: t("journeyLead", { bottleneck: t(`the_${reason.bottleneck}`) }) }),
    bar,
    list,
    legs.length > 0 && h("h4", { text: marginalWords(reason, legs) }),
    legs.length > 0 &&
      h(
        "ol",
        { class: "legs" },
        ...legs.map(leg =>
          h(
            "li",
            { class: leg.component },
            h("time", { text: leg.start?.slice(0, 5) ?? "" }),
            h("span", { text: legWords(leg) }),
            h("b", { text: clock(leg.seconds) }),
          ),
        ),
      ),
  );
}

// Who walks all the way leaves at any time.
function marginalWords(reason, legs) {
  const departure = reason.marginal_departure ?? legs[0].start;
  return t(departure ? "marginal" : "marginalAnytime", { departure: departure?.slice(0, 5), minutes: clock(reason.marginal_s) });
}

function legWords(leg) {
  if (leg.component === "wait") return t("leg_wait", { from: leg.from });
  if (leg.component === "ride") return t("leg_ride", leg);
  if (leg.component === "transfer") return t("leg_transfer", leg);
  return leg.to ? t("leg_walk_to", leg) : t("leg_walk");
}

function flips(text) {
  const items = text.split(/\s?; /).filter(Boolean);
  return items.length ? h("ul", { class: "flips" }, ...items.map(item => h("li", { text: item }))) : h("p", { text: t("noFlip") });
}

function transitPart(transit, results) {
  const day = transit.find(one => one.day === "weekday") ?? transit[0];
  if (!day) return null;
  return part(
    t("transitService"),
    h("p", {
      text: t(day.lines === 1 ? "transitLineOne" : "transitLine", {
        lines: day.lines,
        names: (day.line_names ?? "").replaceAll(";", ", "),
        departures: number(day.departures_per_hour_morning_peak, 1),
        first: (day.first_departure ?? "–").slice(0, 5),
        last: (day.last_departure ?? "–").slice(0, 5),
        share: percent(day.share_stop),
        meters: number(day.walk_m),
      }),
    }),
  );
}

function accessParts(health, classes, results) {
  const times = new Map();
  for (const one of classes) {
    const known = times.get(one.class) ?? { name: one.class, label: own(one, "class_label"), times: {} };
    known.times[one.mode] = one.nearest_median_s;
    times.set(one.class, known);
  }
  for (const one of health) {
    times.set(one.class, {
      name: one.class,
      label: own(one, "class_label"),
      times: Object.fromEntries(results.parameters.modes.map(mode => [mode, one[`${mode}_nearest_median_s`]])),
    });
  }
  const professions = new Set([...healthClasses, ...health.map(one => one.class)]);
  const inOrder = (all, first) => all.sort((a, b) => rank(first, a.name) - rank(first, b.name));
  const all = [...times.values()];
  return [
    accessPart(
      "health",
      inOrder(
        all.filter(one => professions.has(one.name)),
        healthClasses,
      ),
      results,
    ),
    accessPart(
      "services",
      inOrder(
        all.filter(one => !professions.has(one.name)),
        dailyClasses,
      ),
      results,
    ),
  ];
}

const rank = (first, name) => (first.includes(name) ? first.indexOf(name) : first.length);

// Times of the nearest place of each class, a column for each mode, the first classes open.
function accessPart(title, classes, results) {
  if (classes.length === 0) return null;
  const modes = ["walk", "transit", "car"].filter(mode => classes.some(one => one.times[mode] !== undefined));
  const longest = 3600;
  const table = (all, isHeaded) =>
    h(
      "table",
      { class: "access" },
      h(
        "thead",
        { class: isHeaded ? null : "unseen" },
        h(
          "tr",
          {},
          h("th", { scope: "col", text: t("classColumn") }),
          ...modes.map(mode => h("th", { scope: "col", text: t(`short_${mode}`) })),
        ),
      ),
      h(
        "tbody",
        {},
        ...all.map(one =>
          h(
            "tr",
            {},
            h("th", { scope: "row", text: one.label }),
            ...modes.map(mode => {
              const seconds = one.times[mode];
              const rail = h("span", { class: "bar", "aria-hidden": "true" });
              const fill = h("span", { class: seconds <= results.parameters.halfHour.limitSeconds ? "conforming" : "not_conforming" });
              fill.style.width = `${Math.min(100, ((seconds ?? 0) / longest) * 100)}%`;
              rail.append(fill);
              return h("td", {}, h("span", { text: clock(seconds) }), rail);
            }),
          ),
        ),
      ),
    );
  const rest = classes.slice(firstClasses);
  return part(
    t(title),
    table(classes.slice(0, firstClasses), true),
    rest.length > 0 &&
      h("details", { class: "quiet-details" }, h("summary", { text: t("more", { count: classes.length }) }), table(rest, false)),
    h("p", { class: "note", text: t("timesNote") }),
  );
}

function checklist(services) {
  const marks = {
    inside: "conforming",
    walk_10_min: "conforming",
    transit_30_min: "partly",
    absent: "not_conforming",
    unknown: "not_computable",
  };
  return h(
    "ul",
    { class: "checklist" },
    ...services
      .toSorted((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status))
      .map(one =>
        h(
          "li",
          { class: one.status },
          h("i", { class: marks[one.status] }, sign(marks[one.status])),
          h("span", { text: own(one, "service") }),
          h("em", { text: one.is_itinerant ? t("itinerant") : t(one.status) }),
        ),
      ),
  );
}
