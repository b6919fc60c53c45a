/**
 * @param {() => void} stop what to do when this process ends
 * @returns {() => void} takes it back
 */
export function endWith(stop) {
  process.on('exit', stop);
  return () => process.off('exit', stop);
}
