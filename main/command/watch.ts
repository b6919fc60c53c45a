import { NotReached } from './failure';
import { entryJson, entryLine, print, say } from './print';
import { eventLine, missedChanges, missedEvents } from './print-event';
import type { Session } from './session';
import { type Target, withSession } from './target';

/** Most bytes that wait for the reader of standard output, such as `less`, however long it pauses. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/**
 * Prints one line for each change or event until the user ends it.
 * @throws NotReached once the node is gone: whoever watches in a script is to learn that what follows is not seen
 */
export function watch(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    await (target.events ? watchEvents(session, target) : watchEntries(session, target));
    throw new NotReached('closed', 'The node is gone, or has another network key now; watch it again once it runs.');
  });
}

function watchEntries(session: Session, { json }: Target): Promise<void> {
  const show = unlessBehind(missedChanges);
  return session.watch(({ entries, missed }) =>
    show(entries.length + missed, () => {
      for (const entry of entries) print(json ? entryJson(entry) : entryLine(entry));
      if (missed > 0) say(missedChanges(missed));
    }),
  );
}

function watchEvents(session: Session, { json }: Target): Promise<void> {
  const show = unlessBehind(missedEvents);
  return session.watchEvents(({ events, missed }) =>
    show(events.length + missed, () => {
      if (missed > 0) say(missedEvents(missed));
      for (const event of events) print(json ? JSON.stringify(event) : eventLine(event));
    }),
  );
}

/** Shows nothing while too much waits for its reader; once that has read it all, it is told how many were left out. */
function unlessBehind(leftOutText: (n: number) => string): (n: number, show: () => void) => void {
  let leftOut = 0;
  return (n, show) => {
    if (leftOut === 0 && process.stdout.writableLength <= MAX_UNREAD_BYTES) return show();
    if (leftOut === 0) {
      process.stdout.once('drain', () => {
        say(leftOutText(leftOut));
        leftOut = 0;
      });
    }
    leftOut += n;
  };
}
