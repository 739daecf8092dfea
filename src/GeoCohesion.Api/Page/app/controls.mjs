// What the colours and the table show: a mode, a rule, a limit.
import { h, replace } from "./dom.mjs";
import { t } from "./i18n.mjs";
import { change, state } from "./state.mjs";
import { centralityRules, fixedRules, shareRules, windowRules } from "./verdicts.mjs";

/**
 * @param {HTMLElement} place
 * @param {any} results
 */
export function drawControls(place, results) {
  const { mode, rule, limit } = state();
  const { verdicts, parameters } = results;
  const possible = verdicts.rulesOf(mode);
  const isFree = verdicts.isLimitFree(rule);
  const shownLimit = limit ?? verdicts.ownLimit;
  const isOwn = mode === "" && rule === "own" && limit === null;

  const pick = chosen => change({ mode: chosen, rule: verdicts.rulesOf(chosen).includes(rule) ? rule : "own" });
  const modes = h(
    "div",
    { class: "chips", role: "group", "aria-label": t("mode") },
    ...["", ...parameters.modes].map(one =>
      h("button", {
        type: "button",
        "aria-pressed": String(one === mode),
        "data-key": `mode ${one}`,
        on: { click: () => pick(one) },
        text: one ? t(one) : t("verdictMode"),
      }),
    ),
  );

  const group = (name, rules) => {
    const offered = rules.filter(one => possible.includes(one));
    return offered.length > 0 && h("optgroup", { label: t(name) }, ...offered.map(option));
  };
  const option = one => h("option", { value: one, text: t(`rule_${one}`), selected: one === rule });
  const rules = h(
    "label",
    { class: "field" },
    h("span", { text: t("rule") }),
    h(
      "select",
      { id: "rule", "data-key": "rule", on: { change: event => pickRule(event.target.value, verdicts) } },
      option("own"),
      group("rulesWindow", windowRules),
      group("rulesCentrality", centralityRules),
      group("rulesShare", shareRules),
      group("rulesFixed", fixedRules),
    ),
  );

  const value = h("output", { for: "limit", text: t("limitValue", { limit: shownLimit }) });
  const slider = h("input", {
    type: "range",
    id: "limit",
    min: 5,
    max: 60,
    step: 1,
    value: String(shownLimit),
    list: "limitTicks",
    "data-key": "limit",
    disabled: !isFree,
    "aria-valuetext": t("limitValue", { limit: shownLimit }),
    "aria-describedby": "limitNote",
    on: { input: event => change({ limit: Number(event.target.value) === verdicts.ownLimit ? null : Number(event.target.value) }) },
  });
  const limits = h(
    "div",
    { class: "field" },
    h("label", { for: "limit" }, h("span", { text: t("limit") }), value),
    slider,
    h("datalist", { id: "limitTicks" }, ...[10, 20, 30, 40, 50].map(one => h("option", { value: one }))),
    h("small", { id: "limitNote", text: t(isFree ? "limitOwn" : "limitFixed", { limit: verdicts.ownLimit }) }),
  );

  const existing = /** @type {HTMLInputElement|null} */ (document.getElementById("limit"));
  if (existing && document.activeElement === existing && !existing.disabled && isFree) {
    // The slider is being moved: it must stay the same element until it is let go.
    existing.setAttribute("aria-valuetext", t("limitValue", { limit: shownLimit }));
    place.querySelector("output").textContent = t("limitValue", { limit: shownLimit });
    place.querySelector(".reset").hidden = isOwn;
    return;
  }

  replace(
    place,
    modes,
    h("div", { class: "fields" }, rules, limits),
    h("button", {
      type: "button",
      class: "link reset",
      hidden: isOwn,
      "data-key": "reset",
      on: { click: () => change({ mode: "", rule: "own", limit: null }) },
      text: t("reset"),
    }),
  );
}

/** @returns {string} what the colours show, in a sentence */
export function shownSentence(results) {
  const { mode, rule, limit } = state();
  const { verdicts, parameters } = results;
  const modes = mode ? [mode] : parameters.halfHour.modes;
  const isTransit = modes.some(one => one.includes("transit"));
  return t("shown", {
    limit: limit ?? verdicts.ownLimit,
    by: modes.map(one => t(`by_${one}`)).join(` ${t("or")} `),
    rule:
      rule !== "own"
        ? t(`rule_${rule}`)
        : isTransit
          ? t("shownRule", { window: t(`window_${parameters.transit?.rule ?? "median"}`) })
          : t("shownRuleStreet"),
  });
}

function pickRule(rule, verdicts) {
  change(fixedRules.includes(rule) && verdicts.isLimitFree("own") ? { rule, limit: null } : { rule });
}
