// What is shown, as files; and the files of the whole run.
import { json } from "./data.mjs";
import { h, replace } from "./dom.mjs";
import { t } from "./i18n.mjs";
import { state } from "./state.mjs";
import { sorted } from "./table.mjs";

/**
 * @param {HTMLElement} place
 * @param {any} results
 * @param {() => any|null} isochrone the one that is shown
 */
export async function drawDownloads(place, results, isochrone) {
  const files = await (results.files ??= json("layers"));
  const link = (file, label) => h("a", { href: file.href.replace(/^\//, ""), download: file.file, title: file.title, text: label });
  const whole = files.filter(one => one.file.endsWith(".gpkg"));
  const byLayer = Map.groupBy(
    files.filter(one => !one.file.endsWith(".gpkg")),
    one => one.layer || one.file.split(".")[0],
  );
  const button = (id, label, save, disabled = false) =>
    h("button", { type: "button", class: "quiet", id, disabled, "data-key": id, on: { click: save }, text: label });
  replace(
    place,
    h("h2", { text: t("download") }),
    h("h3", { text: t("downloadShown") }),
    h(
      "p",
      { class: "buttons" },
      button("downloadTable", t("downloadTable"), () => save(`${name(results)}.csv`, "text/csv;charset=utf-8", csv(results))),
      button("downloadMap", t("downloadMap"), () => save(`${name(results)}.geojson`, "application/geo+json", geoJson(results))),
      button(
        "downloadIsochrone",
        t("downloadIsochrone"),
        () => save("isochrone.geojson", "application/geo+json", JSON.stringify(isochrone())),
        !isochrone(),
      ),
    ),
    h("h3", { text: t("downloadAll") }),
    h("p", {}, ...whole.map(file => link(file, t("everything")))),
    h(
      "details",
      { class: "quiet-details" },
      h("summary", { text: t("each") }),
      h(
        "ul",
        { class: "files" },
        ...[...byLayer].map(([layer, all]) =>
          h(
            "li",
            {},
            h("span", { text: all[0].title || layer }),
            " ",
            ...all.flatMap(file => [link(file, file.file.slice(file.file.lastIndexOf(".") + 1)), " "]),
          ),
        ),
      ),
    ),
    h(
      "p",
      { class: "links" },
      h("a", { href: "manifest.json", text: t("how") }),
      h("a", { href: `api?f=html${state().lang === "en" ? "&lang=en" : ""}`, text: "OGC API – Features" }),
    ),
    h("p", { class: "note", text: t("sources", { sources: results.attribution.join(" · ") }) }),
  );
}

/** @param {any} results @returns {string} the table as it is shown: CSV with a header (RFC 4180) */
export function csv(results) {
  const { mode, rule, limit } = state();
  const lines = sorted(results).map(({ properties, shown }) =>
    [
      properties.code,
      properties.label,
      mode || "verdict",
      rule,
      limit ?? results.verdicts.ownLimit,
      properties.residents,
      shown.share,
      shown.median,
      shown.worst,
      shown.verdict,
    ]
      .map(cell)
      .join(","),
  );
  return `${t("downloadColumns")}\r\n${lines.join("\r\n")}\r\n`;
}

/** @param {any} results @returns {string} the districts of the map with what is shown of them */
export function geoJson(results) {
  const { mode, rule, limit } = state();
  return JSON.stringify({
    type: "FeatureCollection",
    attribution: results.attribution,
    features: results.districts.map(one => {
      const { code, label, residents } = one.properties;
      const shown = results.shown.get(code);
      return {
        type: "Feature",
        id: code,
        geometry: one.geometry,
        properties: {
          code,
          label,
          residents,
          mode: mode || "verdict",
          rule,
          limit_min: limit ?? results.verdicts.ownLimit,
          share_within: shown.share,
          median_s: shown.median,
          worst_s: shown.worst,
          verdict: shown.verdict,
        },
      };
    }),
  });
}

// Spreadsheets run what begins like a formula.
function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const name = results => {
  const { mode, rule, limit } = state();
  return ["verdicts", mode, rule === "own" ? "" : rule, limit === null ? "" : `${limit}min`].filter(Boolean).join("-");
};

function save(file, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the blob after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
