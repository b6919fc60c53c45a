import type { ReactElement } from 'react';
import { useText } from '../i18n';

/** What was counted, one fact a line: how many, and what. */
export function Counts({ lines }: { lines: readonly (readonly [number, string])[] }): ReactElement {
  const { locale } = useText();
  return (
    <dl className="counts">
      {lines.map(([n, what]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{n.toLocaleString(locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
