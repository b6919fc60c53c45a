import { check } from './failure';
import type { World } from './world';

/** Nothing that a simulation waits for may take longer, ms. */
const MOST_MS = 120_000;

/** Runs, a ms at a time, until each of these has been so; returns after how many ms each first was. */
export async function moments<Event extends string>(
  world: World,
  events: Record<Event, () => boolean>,
): Promise<Record<Event, number>> {
  const since = world.schedule.now;
  const found: Partial<Record<Event, number>> = {};
  for (;;) {
    const open = (Object.keys(events) as Event[]).filter((event) => found[event] === undefined);
    for (const event of open) if (events[event]()) found[event] = world.schedule.now - since;
    if (open.every((event) => found[event] !== undefined)) return found as Record<Event, number>;
    check(world.schedule.now - since < MOST_MS, () => `Not ${open.join(', ')} after ${MOST_MS} ms.`);
    await world.run(1);
  }
}
