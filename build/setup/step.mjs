/**
 * Does a piece of work that takes a while, and prints when it begins and how long it took. Steps may run side by side,
 * so each prints its name both times.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const began = performance.now();
  console.log(`${name} ...`);
  const result = await work();
  console.log(`${name}: ${seconds(began)}`);
  return result;
}

/**
 * @param {number} began reading of performance.now()
 * @returns {string} the time since then, such as '1.2 s'
 */
export const seconds = (began) => `${((performance.now() - began) / 1000).toFixed(1)} s`;
