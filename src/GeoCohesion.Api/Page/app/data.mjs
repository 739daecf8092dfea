// Reads the collections of the service, page by page, and remembers them.

const pageSize = 10000;
/** @type {Map<string, Promise<any>>} */
const known = new Map();

/** A refusal of the service, with its own sentence. */
export class Refusal extends Error {
  /** @param {number} status @param {string} code @param {string} sentence */
  constructor(status, code, sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

/**
 * Reads JSON from the service.
 * @param {string} address relative to the page
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function json(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "application/geo+json, application/json" }, signal });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refusal(answer.status, problem.code ?? "", problem.detail ?? answer.statusText);
  }
  return answer.json();
}

/**
 * All features of a collection that meet the conditions, in its order.
 * @param {string} collection
 * @param {Record<string, string>} [conditions] properties and their values, or `filter`, `bbox`
 * @returns {Promise<any[]>} GeoJSON features
 */
export function features(collection, conditions = {}) {
  const address = itemsAddress(collection, { limit: String(pageSize), ...conditions });
  return remembered(address, async () => {
    const all = [];
    for (let next = address; next;) {
      const page = await json(next);
      all.push(...page.features);
      const link = page.links?.find(one => one.rel === "next");
      // The host may be another name of this service: only the query is taken.
      next = link ? `collections/${encodeURIComponent(collection)}/items${new URL(link.href, location.href).search}` : null;
    }
    return all;
  });
}

/**
 * Properties of the rows of a table.
 * @param {string} collection
 * @param {Record<string, string>} [conditions]
 * @returns {Promise<any[]>}
 */
export const rows = (collection, conditions) => features(collection, conditions).then(all => all.map(feature => feature.properties));

/**
 * Outlines of communes: a collection of their own, or the areas that the districts are rolled up to.
 * @param {(collection: string) => boolean} has
 * @returns {Promise<any[]>} features with a label
 */
export const communes = async has => (has("communes") ? features("communes") : has("areas") ? features("areas", { level: "commune" }) : []);

/** How many features a collection holds. @param {string} collection @returns {Promise<number>} */
export const count = collection =>
  remembered(`count of ${collection}`, async () => (await json(itemsAddress(collection, { limit: "1" }))).numberMatched);

/** @param {string} collection @param {Record<string, string>} parameters @returns {string} */
export const itemsAddress = (collection, parameters) =>
  `collections/${encodeURIComponent(collection)}/items?${new URLSearchParams(parameters)}`;

// What failed is asked again the next time.
function remembered(key, read) {
  if (!known.has(key))
    known.set(
      key,
      read().catch(failure => {
        known.delete(key);
        throw failure;
      }),
    );
  return known.get(key);
}
