import type { ReactElement } from 'react';
import type { Progress } from '../bridge';
import { percent } from '../format';
import { useText } from '../i18n';

interface Props {
  label: string;
  /** `null` or a total of 0 while not known yet. */
  progress: Progress | null;
}

/** How far long work is. */
export function ProgressBar({ label, progress }: Props): ReactElement {
  const text = useText();
  const { done, total } = progress ?? { done: 0, total: 0 };
  return (
    <div className="work-progress">
      <p aria-hidden="true">
        {label} {total > 0 && <span className="quiet">{percent(done, total, text)}</span>}
      </p>
      <progress aria-label={label} {...(total > 0 ? { max: total, value: done } : {})} />
    </div>
  );
}
