import type { ReactElement } from 'react';

const PATHS = {
  bin: 'M2 4h10M5 4V2.3h4V4M3.3 4l.6 7.7h6.2l.6-7.7',
  check: 'm2 7.5 3.5 3.5L12 3.5',
  arc: 'M7 1.5a5.5 5.5 0 1 1-5.5 5.5',
  cross: 'm3 3 8 8M11 3l-8 8',
  brackets: 'M4 2 1 7l3 5M10 2l3 5-3 5',
  clock: 'M7 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M7 4v3.2l2.2 1.6',
  unlike: 'M2 5h10M2 9h10M10 2 4 12',
  one: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9',
  warning: 'M7 1.8 12.8 12H1.2zM7 5.6v3M7 10.3v.2',
  pause: 'M5 3v8M9 3v8',
  moon: 'M12 8.4A5.4 5.4 0 1 1 5.6 2a4.3 4.3 0 0 0 6.4 6.4z',
  up: 'M7 12V2.5M3 6.2 7 2.2l4 4',
  chevron: 'm3.5 5.3 3.5 3.5 3.5-3.5',
  down: 'M7 2v9.5M3 7.8l4 4 4-4',
  minus: 'M2.5 7h9',
  link: 'M6 8.4a2.5 2.5 0 0 0 3.6 0l2-2A2.5 2.5 0 0 0 8 2.9l-.8.7M8 5.6a2.5 2.5 0 0 0-3.6 0l-2 2A2.5 2.5 0 0 0 6 11.1l.8-.7',
  dots: 'M2.5 7h.01M7 7h.01M11.5 7h.01',
  pencil: 'M9.2 2.6 11.4 4.8 4.6 11.6l-2.8.6.6-2.8z',
  search: 'M6 1.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4M9.2 9.2l3 3',
  lock: 'M3 6.2h8v5.6H3zM4.8 6.2V4.4a2.2 2.2 0 0 1 4.4 0v1.8',
  unlock: 'M3 6.2h8v5.6H3zM4.8 6.2V4.2a2.2 2.2 0 0 1 4.2-.8',
  copy: 'M5 5h7v7H5zM9 5V2H2v7h3',
  window: 'M1.5 2h11v10h-11zM1.5 5.8h11',
} as const;

export type IconName = keyof typeof PATHS;

/** Always beside words, so hidden from screen readers. */
export function Icon({ name, className }: { name: IconName; className?: string }): ReactElement {
  return (
    <svg className={className ?? 'icon'} viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
