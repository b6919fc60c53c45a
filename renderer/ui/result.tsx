import type { ReactElement } from 'react';
import type { Refusal } from '../bridge';
import { Icon } from '../icons';
import { Why } from './why';

/** What long work came to. */
export function Done({ text }: { text: string }): ReactElement {
  return (
    <p className="result ok">
      <Icon name="check" />
      {text}
    </p>
  );
}

/** Why long work was not finished: a user who cancelled it is told calmly. @param words the reason, for users */
export function NotDone({ refusal, words }: { refusal: Refusal; words: string }): ReactElement {
  const isCancelled = refusal.code === 'cancelled';
  return (
    <p className={isCancelled ? 'result quiet' : 'result bad'}>
      <Icon name={isCancelled ? 'minus' : 'warning'} />
      <Why message={refusal.message}>{words}</Why>
    </p>
  );
}
