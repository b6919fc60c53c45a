import type { ReactElement } from 'react';
import { oneLine } from '../format';

/** The whole opened key, over as many lines as it takes. */
export function KeyName({ name }: { name: string }): ReactElement {
  return (
    <h2 className="mono key-name" dir="auto">
      {oneLine(name)}
    </h2>
  );
}
