import type { ReactElement } from 'react';
import { tell } from '../actions/tell';
import { ask, node, type Status } from '../bridge';
import { focusSoon } from '../focus';
import { exactTime } from '../format';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { Why } from '../ui/why';

/** Says what became of a damaged database, until somebody has read it. */
export function RescueNotice({ rescue }: { rescue: Status['rescue'] }): ReactElement | null {
  const text = useText();
  if (rescue === null) return null;
  const { saving, activity } = text;
  const { folder, backup, unread, salvaged, why } = rescue;
  const backups = [
    ...(backup ? [saving.fromBackup(activity.entries(backup.entries), exactTime(backup.time, text))] : []),
    ...(unread === null ? [] : [saving.unreadBackups(unread)]),
  ];
  const sentences = [
    folder === null ? saving.nothingLeft : saving.setAside(folder),
    ...(backups.length > 0 ? backups : [saving.noBackup]),
    ...(salvaged > 0 ? [saving.salvaged(activity.entries(salvaged))] : []),
    saving.fromPeers,
  ];
  return (
    <div className="notice" role="alert" data-testid="rescue-notice">
      <Icon name="warning" />
      <p>
        <Why message={why}>
          <b>{saving.damaged}.</b> {sentences.join(' ')}
        </Why>
      </p>
      <button type="button" className="bare icon-button" aria-label={text.dismiss} onClick={() => void dismissRescue()}>
        <Icon name="cross" />
      </button>
    </div>
  );
}

/** The notice disappears; the focus must not be lost with it. */
async function dismissRescue(): Promise<void> {
  const from = document.activeElement;
  if (tell(await ask(node.dismissRescue()))) focusSoon('search', from);
}
