/** The network of a simulation broke a promise. */
export class SimFailure extends Error {
  override readonly name = 'SimFailure';
}

export function check(holds: boolean, otherwise: () => string): asserts holds {
  if (!holds) throw new SimFailure(otherwise());
}
