// Numbers, times and shares as people of either language read them.
import { language } from "./i18n.mjs";

const nothing = "–";

/** @param {number|null|undefined} seconds @returns {string} minutes and seconds, as `28:54` */
export function clock(seconds) {
  if (seconds === null || seconds === undefined) return nothing;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} seconds since midnight @returns {string} time of day, as `07:42` */
export function timeOfDay(seconds) {
  return `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")}`;
}

/** @param {number|null|undefined} share of 1 @returns {string} whole percent, rounded down: 100 % means everybody */
export function percent(share) {
  if (share === null || share === undefined) return nothing;
  return new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(Math.floor(share * 100 + 1e-6) / 100);
}

/** @param {number|null|undefined} value @param {number} [digits] @returns {string} */
export function number(value, digits = 0) {
  return value === null || value === undefined
    ? nothing
    : new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** @param {string} text @returns {string} without accents and capitals, to compare names by */
export function plain(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}
