// Finds a district, a commune, a centrality or a place by its name (ARIA pattern of a combobox with a list).
import { communes, count, features, itemsAddress, json } from "./data.mjs";
import { h, replace } from "./dom.mjs";
import { plain } from "./format.mjs";
import { own, t } from "./i18n.mjs";

const mostShown = 8;
const fewestLetters = 2;
/** Up to so many places are read whole, so that accents and capitals do not count; beyond, the service searches. */
const mostPlaces = 4000;

/**
 * @typedef {{name: string, kind: string, code?: string, geometry: any}} Found
 */

/**
 * @param {HTMLElement} place
 * @param {any} results
 * @param {(found: Found) => void} onChoose
 */
export function drawSearch(place, results, onChoose) {
  let found = /** @type {Found[]} */ ([]);
  let active = -1;
  let asked = 0;
  const input = h("input", {
    type: "text",
    id: "searchInput",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: t("search"),
    "aria-label": t("search"),
    "aria-expanded": "false",
    "aria-controls": "searchList",
    "aria-autocomplete": "list",
  });
  const list = h("ul", { id: "searchList", role: "listbox", "aria-label": t("search"), hidden: true });
  const status = h("p", { class: "unseen", role: "status" });

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = one => {
    input.value = one.name;
    close();
    onChoose(one);
  };
  const show = isComplete => {
    replace(
      list,
      ...found.map((one, index) =>
        h(
          "li",
          {
            role: "option",
            id: `found${index}`,
            "aria-selected": String(index === active),
            on: {
              pointerdown: event => {
                event.preventDefault();
                choose(one);
              },
            },
          },
          h("span", { text: one.name }),
          h("small", { text: t(one.kind) }),
        ),
      ),
      isComplete &&
        found.length === 0 &&
        h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false", text: t("searchNone") }),
    );
    list.hidden = list.childElementCount === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) input.setAttribute("aria-activedescendant", `found${active}`);
    else input.removeAttribute("aria-activedescendant");
    status.textContent = isComplete ? t("searchCount", { count: found.length }) : t("searching");
  };

  input.addEventListener("input", async () => {
    const text = input.value.trim();
    const own = ++asked;
    active = -1;
    if (text.length < fewestLetters) {
      found = [];
      close();
      return;
    }
    found = among(await known(results), text);
    if (own !== asked) return;
    show(false);
    const places = await placesNamed(results, text).catch(() => []);
    if (own !== asked) return;
    found = [...found, ...places].slice(0, mostShown);
    show(true);
  });
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length === 0) return;
      active = (active + (event.key === "ArrowDown" ? 1 : found.length + (active < 0 ? 0 : -1))) % found.length;
      show(true);
    } else if (event.key === "Enter" && found.length > 0 && !list.hidden) {
      event.preventDefault();
      choose(found[Math.max(0, active)]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  input.addEventListener("blur", close);
  replace(place, input, list, status);
}

async function known(results) {
  const districts = results.districts.map(one => ({
    name: one.properties.label,
    kind: "kind_district",
    code: one.properties.code,
    geometry: one.geometry,
  }));
  const centralities = results.centralities.map(one => ({ name: one.properties.label, kind: "kind_centrality", geometry: one.geometry }));
  const outlines = (await communes(results.has))
    .filter(one => one.geometry)
    .map(one => ({ name: one.properties.label, kind: "kind_commune", geometry: one.geometry }));
  return [...districts, ...outlines, ...centralities];
}

async function placesNamed(results, text) {
  if (!results.has("places")) return [];
  const of = one => ({
    name: one.properties.name || own(one.properties, "class_label"),
    kind: own(one.properties, "class_label"),
    geometry: one.geometry,
  });
  if ((await count("places")) <= mostPlaces) return among((await features("places")).filter(one => one.geometry).map(of), text);
  const quoted = word => `name LIKE '%${word.replace(/[\\%_]/g, "\\$&").replaceAll("'", "''")}%'`;
  const spellings = new Set([text, text.toUpperCase(), text.toLowerCase(), text[0].toUpperCase() + text.slice(1).toLowerCase()]);
  const answer = await json(itemsAddress("places", { limit: String(mostShown), filter: [...spellings].map(quoted).join(" OR ") }));
  return answer.features.filter(one => one.geometry).map(of);
}

// Names that begin so come first, then those in which a word does, then the others.
function among(all, text) {
  const asked = plain(text);
  const rank = name =>
    name.startsWith(asked) ? 0 : new RegExp(`[\\s'’-]${asked.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(name) ? 1 : 2;
  return all
    .map(one => ({ one, name: plain(one.name) }))
    .filter(({ name }) => name.includes(asked))
    .sort((a, b) => rank(a.name) - rank(b.name))
    .slice(0, mostShown)
    .map(({ one }) => one);
}
