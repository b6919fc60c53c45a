import { useEffect, useState } from 'react';
import { type NodeEvent, node } from '../bridge';
import { useApp } from '../state';

/** Newest events shown: more than anybody scrolls through; the command line shows all those kept. */
const SHOWN = 100;

/** The newest events, asked for again whenever there are new ones; `null` until the first answer. */
export function useEvents(): readonly NodeEvent[] | null {
  const version = useApp((state) => state.eventsVersion);
  const [events, setEvents] = useState<readonly NodeEvent[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: news are the reason to ask again
  useEffect(() => {
    let stale = false;
    node.events(SHOWN).then(
      (found) => {
        if (!stale) setEvents(found);
      },
      // A closing node no longer answers.
      () => {},
    );
    return () => {
      stale = true;
    };
  }, [version]);
  return events;
}
