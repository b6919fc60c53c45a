import type { ReactElement, ReactNode } from 'react';

/**
 * Words for what went wrong, and what the node says of it in English, for who points at them. As a presentation it has no
 * title for a screen reader, which would read that out before the words.
 */
export function Why({ message, children }: { message: string; children: ReactNode }): ReactElement {
  return (
    <span role="presentation" title={message}>
      {children}
    </span>
  );
}
