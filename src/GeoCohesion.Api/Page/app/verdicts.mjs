// Verdicts under the mode, the rule and the limit that the reader picks: read from the run where it has them, else
// computed from the times of its origins, weighted by residents, as the run does it.
import { count, rows } from "./data.mjs";

/** Beyond this many origins the page does not compute by itself; it shows what the run has. */
const mostOrigins = 20000;

/** Rules on the departure window, computed for public transport and for the verdict. */
export const windowRules = ["best", "median", "mean", "p85", "worst"];
/** To which centralities. */
export const centralityRules = ["centrality_main", "centrality_each"];
/** Share of residents required. */
export const shareRules = ["share_50", "share_80", "share_90", "share_95", "share_100"];
/** Rules that only the run can compute, at its own limit. */
export const fixedRules = ["return", "evening", "saturday", "sunday", "walk_minus_10", "walk_plus_10"];

/**
 * @typedef {object} Evaluation
 * @property {"conforming"|"partly"|"not_conforming"|"not_computable"} verdict
 * @property {number|null} share of residents within the limit
 * @property {number|null} median seconds
 * @property {number|null} worst seconds
 */

export class Verdicts {
  /** @type {any} */ #results;
  /** @type {Map<string, any[]>|null} */ #originsOf = null;
  /** @type {Map<string, Map<string, number|null>>} */ #seconds = new Map();
  #isSmall = true;

  /** @param {any} results what main.mjs has read */
  constructor(results) {
    this.#results = results;
  }

  /** The limit of the run, in minutes. */
  get ownLimit() {
    return this.#results.parameters.halfHour.limitSeconds / 60;
  }

  /** @param {string} mode @returns {string[]} rules that mean something for it */
  rulesOf(mode) {
    const has = rule => this.#results.rules.size > 0 && `${rule}_verdict` in this.#results.rules.values().next().value;
    const ofWindow = !mode ? windowRules.filter(has) : mode.includes("transit") && this.#results.has(`${mode}_windows`) ? windowRules : [];
    const ofCentralities = this.#results.centralities.length < 2 ? [] : !mode ? centralityRules.filter(has) : centralityRules;
    return ["own", ...ofWindow, ...ofCentralities, ...shareRules, ...(mode ? [] : fixedRules.filter(has))];
  }

  /** @param {string} rule @returns {boolean} whether another limit than that of the run can be asked for */
  isLimitFree(rule) {
    return this.#isSmall && !fixedRules.includes(rule);
  }

  /**
   * Reads what the choice needs, once.
   * @param {{mode: string, rule: string, limit: number|null}} choice
   */
  async prepare({ mode, rule, limit }) {
    this.#isSmall = (await count("origins")) <= mostOrigins;
    if (!this.#isSmall || (this.#isInRun(mode, rule) && this.#isOwn(limit))) return;
    if (!this.#originsOf) {
      this.#originsOf = Map.groupBy(await rows("origins"), origin => origin.district);
    }
    if (windowRules.includes(rule) || centralityRules.includes(rule)) await this.#readTimes(mode, rule);
  }

  /**
   * @param {any} district properties
   * @param {{mode: string, rule: string, limit: number|null}} choice prepared before
   * @returns {Evaluation}
   */
  of(district, { mode, rule, limit }) {
    const ownVerdict = district[mode ? `${mode}_verdict` : "verdict"];
    if (ownVerdict === "not_computable") return { verdict: "not_computable", share: null, median: null, worst: null };
    return this.#isOwn(limit) && this.#isInRun(mode, rule)
      ? this.#fromRun(district, mode, rule)
      : this.#fromOrigins(district, mode, rule, (limit ?? this.ownLimit) * 60);
  }

  /** @param {string} mode @param {string} rule @returns {(origin: any) => number|null} seconds of an origin under a rule */
  secondsOf(mode, rule) {
    const times = this.#seconds.get(`${mode}/${rule}`);
    return times ? origin => times.get(origin.id) ?? null : origin => origin[mode ? `${mode}_s` : "seconds"];
  }

  #isOwn(limit) {
    return limit === null || limit === this.ownLimit;
  }

  #isInRun(mode, rule) {
    return rule === "own" || shareRules.includes(rule) || !mode;
  }

  #fromRun(district, mode, rule) {
    const of = key => district[mode ? `${mode}_${key}` : key] ?? null;
    const own = { verdict: of("verdict"), share: of("share_within"), median: of("median_s"), worst: of("worst_s") };
    if (rule === "own") return own;
    if (shareRules.includes(rule)) return { ...own, verdict: judge(own.share, requiredShare(rule)) };
    const rules = this.#results.rules.get(district.code);
    return { verdict: rules[`${rule}_verdict`], share: rules[`${rule}_share`], median: null, worst: rules[`${rule}_required_s`] ?? null };
  }

  #fromOrigins(district, mode, rule, limitSeconds) {
    const origins = this.#originsOf?.get(district.code) ?? [];
    const secondsOf = this.secondsOf(mode, rule);
    const times = origins
      .map(origin => ({ seconds: secondsOf(origin) ?? Infinity, residents: origin.residents }))
      .sort((a, b) => a.seconds - b.seconds);
    const all = times.reduce((sum, one) => sum + one.residents, 0);
    if (all === 0) return { verdict: "not_computable", share: null, median: null, worst: null };
    const within = times.filter(one => one.seconds <= limitSeconds).reduce((sum, one) => sum + one.residents, 0);
    // Sums of shares of cells differ from their whole by less than a millionth of a resident.
    const share = all - within < 1e-6 ? 1 : within / all;
    const required = shareRules.includes(rule) ? requiredShare(rule) : this.#results.parameters.halfHour.requiredShare;
    let below = 0;
    const median = times.find(one => (below += one.residents) >= all / 2 - 1e-9)?.seconds ?? Infinity;
    const finite = seconds => (Number.isFinite(seconds) ? seconds : null);
    return { verdict: judge(share, required), share, median: finite(median), worst: finite(times[times.length - 1].seconds) };
  }

  // Times of each origin to each centrality, brought together by the rule: the nearest, the main one, or the farthest of all.
  async #readTimes(mode, rule) {
    const key = `${mode}/${rule}`;
    if (this.#seconds.has(key)) return;
    const modes = mode ? [mode] : this.#results.parameters.halfHour.modes;
    const main = new Set(this.#results.centralities.filter(one => one.properties.is_main).map(one => one.properties.id));
    /** @type {Map<string, Map<string, number>>} */
    const byOrigin = new Map();
    const take = (origin, centrality, seconds) => {
      const times = byOrigin.get(origin) ?? new Map();
      byOrigin.set(origin, times.set(centrality, Math.min(times.get(centrality) ?? Infinity, seconds ?? Infinity)));
    };
    for (const one of modes) {
      if (this.#results.has(`${one}_windows`)) {
        const column = windowRules.includes(rule) ? `${rule}_s` : `${this.#results.parameters.transit?.rule ?? "median"}_s`;
        for (const row of await rows(`${one}_windows`)) take(row.origin, row.centrality, row[column]);
      } else {
        for (const row of await rows(`travel_times_${one}`, { target_kind: "centrality" })) take(row.origin, row.target, row.seconds);
      }
    }
    const seconds = new Map();
    for (const [origin, times] of byOrigin) {
      const values =
        rule === "centrality_main"
          ? [...times].filter(([centrality]) => main.has(centrality)).map(([, value]) => value)
          : [...times.values()];
      const value = rule === "centrality_each" ? Math.max(...values) : Math.min(...values);
      seconds.set(origin, Number.isFinite(value) ? value : null);
    }
    this.#seconds.set(key, seconds);
  }
}

const requiredShare = rule => Number(rule.slice("share_".length)) / 100;

function judge(share, required) {
  return share === null ? "not_computable" : share >= required - 1e-9 ? "conforming" : share > 0 ? "partly" : "not_conforming";
}
