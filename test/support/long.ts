/** A test of windows that `npm test` leaves to `npm test -- long`, to end within ten minutes. No other may need what it did. */
export const LONG = { tag: '@long' };
