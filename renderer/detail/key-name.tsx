import type { ReactElement } from 'react';
import { oneLine } from '../format';

/** The opened key, all of it, over as many lines as it takes. */
export function KeyName({ name }: { name: string }): ReactElement {
  return (
    <h2 className="mono key-name" dir="auto">
      {oneLine(name)}
    </h2>
  );
}
