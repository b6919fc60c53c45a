import type { ReactElement } from 'react';
import { useClock } from '../clock';
import { coarseTime, exactTime, relativeTime } from '../format';
import { useText } from '../i18n';

/**
 * A time in words that are kept up to date; the exact one shows on hover. Screen readers are given no seconds: each row of a
 * table would be news to them every second.
 */
export function When({ time }: { time: number }): ReactElement {
  const text = useText();
  const words = useClock((now) => relativeTime(time, now, text));
  const read = useClock((now) => coarseTime(time, now, text));
  return (
    <time dateTime={isoOf(time)} title={exactTime(time, text)}>
      {words === read ? (
        words
      ) : (
        <>
          <span aria-hidden="true">{words}</span>
          <span className="visually-hidden">{read}</span>
        </>
      )}
    </time>
  );
}

/** A stamp from a broken clock may lie outside the range of a Date. */
function isoOf(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : '';
}
