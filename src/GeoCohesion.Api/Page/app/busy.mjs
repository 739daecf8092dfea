// Says, to screen readers and to whoever drives the page, whether something is being read or drawn.

let running = 0;

/**
 * Marks the page as busy until a piece of work is done.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>} the same
 */
export async function busy(work) {
  running++;
  mark();
  try {
    return await work;
  } finally {
    running--;
    mark();
  }
}

function mark() {
  document.body.dataset.ready = String(running === 0);
  document.body.setAttribute("aria-busy", String(running > 0));
}
