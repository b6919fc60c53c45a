import type { ReactElement } from 'react';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';

/** Stays as long as the disk takes no writes. */
export function DiskWarning({ failure }: { failure: Status['disk']['failure'] }): ReactElement | null {
  const text = useText();
  if (failure === null) return null;
  const { unsaved, message } = failure;
  return (
    <div className="notice" role="alert" data-testid="disk-warning">
      <Icon name="warning" />
      <p title={message}>
        <b>{text.saving.failing}.</b> {unsaved > 0 && `${text.saving.unsaved(text.activity.entries(unsaved))} `}
        {text.saving.meanwhile}
      </p>
    </div>
  );
}
