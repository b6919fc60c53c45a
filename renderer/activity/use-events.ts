import { type NodeEvent, node } from '../bridge';
import { useApp } from '../state';
import { useAsked } from '../use-asked';

/** Newest events shown: more than anybody scrolls through; the command line shows all those kept. */
const SHOWN = 100;

/** The newest events, asked for again whenever there are new ones; `null` until the first answer. */
export function useEvents(): readonly NodeEvent[] | null {
  const version = useApp((state) => state.eventsVersion);
  return useAsked(() => node.events(SHOWN), version);
}
