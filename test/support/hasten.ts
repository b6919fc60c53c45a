import type { TestContext } from 'node:test';

/** Lets timers of a second and more end at once. */
export function hasten(context: TestContext): void {
  const { setTimeout } = globalThis;
  context.mock.method(globalThis, 'setTimeout', (end: () => void, ms = 0) => setTimeout(end, ms < 1_000 ? ms : 0));
}
