// How a verdict looks: a colour that colour-blind people tell apart, a sign, and a pattern on the map.
import { h, s } from "./dom.mjs";
import { t } from "./i18n.mjs";

/** Fill colours on the map and in the legend; style.css has the same. */
export const colors = { conforming: "#2a78a8", partly: "#f0b745", not_conforming: "#b5432a", not_computable: "#8a9098" };

/** In the order of the legend and of sorting. */
export const verdicts = ["conforming", "partly", "not_conforming", "not_computable"];

const signs = {
  conforming: "M3.2 8.4 6.6 11.6 12.8 4.6",
  partly: "M3.5 8H12.5",
  not_conforming: "M4.2 4.2 11.8 11.8M11.8 4.2 4.2 11.8",
  not_computable: "M5.6 6.1C5.6 2.9 10.4 2.9 10.4 6 10.4 8 8 8 8 9.9M8 12.4V12.6",
};

/** @param {string} verdict @returns {SVGElement} its sign */
export const sign = verdict => s("svg", { viewBox: "0 0 16 16", class: "sign", "aria-hidden": "true" }, s("path", { d: signs[verdict] }));

/** @param {string} verdict @param {boolean} [isLong] @returns {HTMLElement} sign and word on the colour of the verdict */
export const tag = (verdict, isLong = false) =>
  h("span", { class: `tag ${verdict}` }, sign(verdict), t(isLong ? `${verdict}_long` : verdict));

/**
 * A pattern to lay over the colour of a verdict.
 * @param {"partly"|"not_conforming"|"not_computable"} verdict
 * @returns {ImageData} a tile that repeats without seams, drawn at twice its size
 */
export function pattern(verdict) {
  const size = 20;
  const canvas = h("canvas", { width: size, height: size });
  const brush = canvas.getContext("2d");
  brush.strokeStyle = brush.fillStyle = "rgba(255, 255, 255, .62)";
  brush.lineWidth = 4;
  if (verdict === "partly") {
    for (const [x, y] of [
      [5, 5],
      [15, 15],
    ]) {
      brush.beginPath();
      brush.arc(x, y, 2.6, 0, 2 * Math.PI);
      brush.fill();
    }
  } else {
    const lines =
      verdict === "not_conforming"
        ? [
            [-5, 5, 5, -5],
            [-5, 25, 25, -5],
            [15, 25, 25, 15],
          ]
        : [[0, 10, 20, 10]];
    for (const [x, y, toX, toY] of lines) {
      brush.beginPath();
      brush.moveTo(x, y);
      brush.lineTo(toX, toY);
      brush.stroke();
    }
  }

  return brush.getImageData(0, 0, size, size);
}
