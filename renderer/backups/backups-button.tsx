import type { ReactElement } from 'react';
import type { Refusal } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { setApp } from '../state';
import { refusalWords } from './backup-words';

/** Opens the backups; says if the last one failed. */
export function BackupsButton({ problem }: { problem: Refusal | null }): ReactElement {
  const text = useText();
  const words = text.backups;
  return (
    <button
      type="button"
      className={problem === null ? 'button' : 'button failed'}
      data-testid="backups-button"
      aria-haspopup="dialog"
      onClick={() => setApp({ panel: 'backups' })}
      {...(problem === null ? {} : { title: words.failed(refusalWords(problem, text)) })}
    >
      {problem !== null && <Icon name="warning" />}
      {problem === null ? words.title : words.lastFailed}
    </button>
  );
}
