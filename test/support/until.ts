import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a condition holds, looking every 10 ms. @throws Error that says what was waited for, after `ms` */
export async function until<T>(what: string, condition: () => T | Promise<T>, ms = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${what}.`);
    await sleep(10);
  }
}
