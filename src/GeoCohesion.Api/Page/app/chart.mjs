// Travel time as a function of the departure: straight pieces that fall by a second each second, and jumps up when a vehicle has left.
import { h, s } from "./dom.mjs";
import { clock, percent, timeOfDay } from "./format.mjs";
import { t } from "./i18n.mjs";

const [width, height] = [640, 250];
const plot = { left: 40, right: 632, top: 12, bottom: 196 };
const band = { top: 206, bottom: 218 };
const cursorStep = 60;

/**
 * @typedef {{first_s: number, last_s: number, first_value: number|null, last_value: number|null}} Piece
 */

/**
 * Draws the profile of a departure window.
 * @param {Piece[]} times median seconds of residents
 * @param {Piece[]} shares share of residents within the limit
 * @param {number} limitSeconds
 * @returns {HTMLElement}
 */
export function profileChart(times, shares, limitSeconds) {
  const [from, to] = [times[0].first_s, times[times.length - 1].last_s];
  const highest = Math.max(limitSeconds * 1.2, ...times.flatMap(piece => [piece.first_value ?? 0, piece.last_value ?? 0]));
  const top = Math.ceil(highest / 600) * 600;
  const x = seconds => plot.left + ((seconds - from) / (to - from || 1)) * (plot.right - plot.left);
  const y = seconds => plot.bottom - (seconds / top) * (plot.bottom - plot.top);
  const line = pieces => pieces.map(piece => `${piece.move ? "M" : "L"}${x(piece.x).toFixed(1)} ${y(piece.y).toFixed(1)}`).join("");

  const corners = [];
  let wasThere = false;
  for (const piece of times) {
    if (piece.first_value === null) {
      wasThere = false;
      continue;
    }
    corners.push({ x: piece.first_s, y: piece.first_value, move: !wasThere }, { x: piece.last_s + 1, y: piece.last_value });
    wasThere = true;
  }
  const path = line(corners);
  const ground = corners.length
    ? `${path}L${x(corners[corners.length - 1].x).toFixed(1)} ${plot.bottom}L${x(corners[0].x).toFixed(1)} ${plot.bottom}Z`
    : "";

  const ticksX = [];
  for (let at = Math.ceil(from / 1800) * 1800; at <= to + 1; at += 1800) ticksX.push(at);
  const ticksY = [];
  for (let at = 0; at <= top; at += top > 3600 ? 1200 : 600) ticksY.push(at);
  const id = `clip${Math.random().toString(36).slice(2, 8)}`;
  const cursor = s("g", { class: "cursor", visibility: "hidden" }, s("line", { y1: plot.top, y2: band.bottom }), s("circle", { r: 4.5 }));
  const drawing = s(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      class: "chart",
      tabindex: 0,
      role: "slider",
      "aria-label": t("profileLabel"),
      "aria-valuemin": Math.round(from / 60),
      "aria-valuemax": Math.round(to / 60),
      "aria-valuenow": Math.round(from / 60),
    },
    s(
      "defs",
      {},
      s(
        "clipPath",
        { id },
        s("rect", { x: plot.left, y: plot.top, width: plot.right - plot.left, height: Math.max(0, y(limitSeconds) - plot.top) }),
      ),
    ),
    ...ticksY
      .filter(at => Math.abs(y(at) - y(limitSeconds)) > 14)
      .map(at =>
        s(
          "g",
          { class: "tick" },
          s("line", { x1: plot.left, x2: plot.right, y1: y(at), y2: y(at) }),
          s("text", { x: plot.left - 8, y: y(at) + 4, "text-anchor": "end", text: String(at / 60) }),
        ),
      ),
    ...ticksX.map(at =>
      s("text", { class: "tick", x: x(at), y: height - 12, "text-anchor": at + 600 > to ? "end" : "middle", text: timeOfDay(at) }),
    ),
    s("path", { class: "area", d: ground }),
    s("path", { class: "area beyond", d: ground, "clip-path": `url(#${id})` }),
    s("path", { class: "curve", d: path }),
    s("path", { class: "curve beyond", d: path, "clip-path": `url(#${id})` }),
    s("line", { class: "limit", x1: plot.left, x2: plot.right, y1: y(limitSeconds), y2: y(limitSeconds) }),
    s("text", { class: "limit", x: plot.left - 8, y: y(limitSeconds) + 4, "text-anchor": "end", text: String(limitSeconds / 60) }),
    s(
      "g",
      { class: "band" },
      s("rect", { class: "rail", x: plot.left, y: band.top, width: plot.right - plot.left, height: band.bottom - band.top }),
      ...shares.map(piece =>
        s("rect", {
          x: x(piece.first_s),
          y: band.top,
          width: Math.max(0.4, x(piece.last_s + 1) - x(piece.first_s)),
          height: band.bottom - band.top,
          "fill-opacity": (piece.first_value ?? 0).toFixed(3),
        }),
      ),
    ),
    cursor,
  );

  const words = h("p", { class: "cursor-words", "aria-hidden": "true" });
  let at = from;
  const show = seconds => {
    at = Math.min(to, Math.max(from, seconds));
    const [time, share] = [valueAt(times, at), valueAt(shares, at)];
    cursor.setAttribute("visibility", "visible");
    cursor.querySelector("line").setAttribute("x1", x(at));
    cursor.querySelector("line").setAttribute("x2", x(at));
    cursor.querySelector("circle").setAttribute("cx", x(at));
    cursor.querySelector("circle").setAttribute("cy", time === null ? plot.top : y(time));
    words.textContent = t("profileCursor", { time: timeOfDay(at), minutes: clock(time), share: percent(share) });
    drawing.setAttribute("aria-valuenow", String(Math.round(at / 60)));
    drawing.setAttribute("aria-valuetext", words.textContent);
  };
  drawing.setAttribute(
    "aria-valuetext",
    t("profileCursor", { time: timeOfDay(from), minutes: clock(valueAt(times, from)), share: percent(valueAt(shares, from)) }),
  );
  drawing.addEventListener("pointermove", event => {
    const box = drawing.getBoundingClientRect();
    show(Math.round(from + ((((event.clientX - box.left) / box.width) * width - plot.left) / (plot.right - plot.left)) * (to - from)));
  });
  drawing.addEventListener("keydown", event => {
    const target = {
      ArrowRight: at + cursorStep,
      ArrowUp: at + cursorStep,
      ArrowLeft: at - cursorStep,
      ArrowDown: at - cursorStep,
      PageUp: at + 600,
      PageDown: at - 600,
      Home: from,
      End: to,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    show(target);
  });
  return h(
    "div",
    { class: "profile" },
    h("p", { class: "axis", text: `${t("medianTime")} (min)` }),
    drawing,
    words,
    h("p", { class: "note", text: t("profileBand") }),
  );
}

/** @param {Piece[]} pieces @param {number} second @returns {number|null} value of a curve made of straight pieces */
export function valueAt(pieces, second) {
  const piece = pieces.find(one => second >= one.first_s && second <= one.last_s);
  if (!piece || piece.first_value === null) return null;
  const length = piece.last_s - piece.first_s;
  return length === 0
    ? piece.first_value
    : piece.first_value + ((piece.last_value - piece.first_value) * (second - piece.first_s)) / length;
}
