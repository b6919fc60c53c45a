import type { ReactElement } from 'react';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { Why } from '../ui/why';

/** Stays as long as the disk takes no writes. */
export function DiskWarning({ failure }: { failure: Status['disk']['failure'] }): ReactElement | null {
  const text = useText();
  if (failure === null) return null;
  const { unsaved, message } = failure;
  return (
    <div className="notice" role="alert" data-testid="disk-warning">
      <Icon name="warning" />
      <p>
        <Why message={message}>
          <b>{text.saving.failing}.</b> {/* Read out with the rest, but not again with every entry that peers send. */}
          <span aria-live="off">{unsaved > 0 && `${text.saving.unsaved(text.activity.entries(unsaved))} `}</span>
          {text.saving.meanwhile}
        </Why>
      </p>
    </div>
  );
}
