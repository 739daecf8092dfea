// Small helpers that make elements: text goes in as text, never as markup.

/**
 * Makes an HTML element.
 * @param {string} tag
 * @param {Record<string, any>} [properties] attributes; `on` holds listeners, `text` the content, false and null leave an attribute out
 * @param {...(Node|string|null|false|undefined)} children
 * @returns {any}
 */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node|string|null|false|undefined)} children
 * @returns {any}
 */
export function s(tag, properties = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

/** @param {string} id @returns {any} */
export const byId = id => document.getElementById(id);

/**
 * Replaces what an element holds and keeps the focus on the part that has the same key (attribute data-key).
 * @param {Element} element
 * @param {...(Node|string|null|false|undefined)} children
 */
export function replace(element, ...children) {
  const focused = document.activeElement;
  const key = focused && element.contains(focused) ? focused.closest("[data-key]")?.getAttribute("data-key") : null;
  element.replaceChildren(...children.filter(Boolean));
  if (key) {
    /** @type {HTMLElement|null} */ (element.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus({ preventScroll: true });
  }
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    else if (name === "text") element.textContent = value;
    else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}
