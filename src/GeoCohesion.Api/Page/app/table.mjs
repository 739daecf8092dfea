// The districts as a table: sortable, in the colours of the map.
import { h, replace } from "./dom.mjs";
import { clock, number, percent, plain } from "./format.mjs";
import { t } from "./i18n.mjs";
import { change, state } from "./state.mjs";
import { tag, verdicts as order } from "./verdictMarks.mjs";

const columns = ["district", "residents", "within", "median", "verdict"];

/**
 * Districts in the order of the table.
 * @param {any} results
 * @returns {{properties: any, shown: any}[]}
 */
export function sorted(results) {
  const { sort } = state();
  const isDown = sort.startsWith("-");
  const column = sort.replace("-", "");
  const value = {
    district: one => plain(one.properties.label),
    residents: one => one.properties.residents,
    within: one => one.shown.share ?? -1,
    median: one => one.shown.median ?? Infinity,
    worst: one => one.shown.worst ?? Infinity,
    verdict: one => order.indexOf(one.shown.verdict),
  }[column];
  const all = results.districts.map(feature => ({ properties: feature.properties, shown: results.shown.get(feature.properties.code) }));
  if (!value) return all;
  return all.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (isDown ? -1 : 1));
}

/** @param {HTMLElement} place @param {any} results */
export function drawTable(place, results) {
  const limit = state().limit ?? results.verdicts.ownLimit;
  const hasMedian = results.districts.some(one => results.shown.get(one.properties.code).median !== null);
  const middle = hasMedian ? "median" : "worst";
  const shownColumns = columns.map(one => (one === "median" ? middle : one));
  const isPoints = results.districts.some(one => one.properties.residents_are_points);
  const titles = {
    district: t("district"),
    residents: t(isPoints ? "residentsPoints" : "residents"),
    within: t("within", { limit }),
    median: t("median"),
    worst: t("worst"),
    verdict: t("verdict"),
  };
  const help = { within: t("withinHelp"), median: t("medianHelp"), worst: t("worstHelp") };
  const { sort, district } = state();

  const head = h(
    "tr",
    {},
    ...shownColumns.map(column =>
      h(
        "th",
        { scope: "col", class: column, "aria-sort": sort === column ? "ascending" : sort === `-${column}` ? "descending" : null },
        h(
          "button",
          {
            type: "button",
            "data-key": `sort ${column}`,
            title: help[column],
            on: { click: () => change({ sort: sort === column ? `-${column}` : column }) },
          },
          h("span", { text: titles[column] }),
          h("span", { class: "arrow", "aria-hidden": "true" }),
        ),
      ),
    ),
  );
  const body = sorted(results).map(({ properties, shown }) =>
    h(
      "tr",
      { "data-code": properties.code, class: properties.code === district ? "on" : null, on: { click: () => open(properties.code) } },
      h(
        "th",
        { scope: "row", class: "district" },
        h("button", {
          type: "button",
          class: "link",
          "data-key": `district ${properties.code}`,
          on: {
            click: event => {
              event.stopPropagation();
              open(properties.code);
            },
          },
          text: properties.label,
        }),
        h("small", { text: properties.commune_labels ?? "" }),
      ),
      h("td", { class: "residents", text: number(properties.residents) }),
      h("td", { class: "within" }, h("span", { text: percent(shown.share) }), bar(shown)),
      h("td", { class: "median", text: clock(shown[middle]) }),
      h("td", { class: "verdict" }, tag(shown.verdict)),
    ),
  );
  replace(
    place,
    h(
      "div",
      { class: "table-scroll" },
      h(
        "table",
        { id: "table" },
        h("caption", { class: "unseen", text: t("tableCaption") }),
        h("thead", {}, head),
        h("tbody", {}, ...body),
      ),
    ),
    h("p", { class: "note", text: t("tableNote") }),
  );
}

function bar(shown) {
  const rail = h("span", { class: "bar", "aria-hidden": "true" });
  const fill = h("span", { class: shown.verdict });
  fill.style.width = `${Math.round((shown.share ?? 0) * 100)}%`;
  rail.append(fill);
  return rail;
}

const open = code => change({ district: code, view: null }, true);
