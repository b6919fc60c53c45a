import type { ReactElement, ReactNode } from 'react';

/** A name, and what goes with it, in a description list. */
export function Fact({ name, children }: { name: ReactNode; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
