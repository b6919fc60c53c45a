import { type ReactElement, useState } from 'react';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { setApp } from '../state';
import { CopyButton } from '../ui/copy-button';
import { Dialog } from '../ui/dialog';
import { QrCode } from './qr-code';
import { useInvitation } from './use-invitation';

/** This node's invitation, to be scanned, copied or read, and a choice of the address that a friend tries first. */
export function Invite({ status }: { status: Status }): ReactElement {
  const text = useText();
  const words = text.invitation;
  const [first, setFirst] = useState<string | null>(null);
  const answer = useInvitation(first, status);
  const isOffline = status.addresses.length === 0 && status.port !== null;
  return (
    <Dialog wide title={words.invite} onClose={() => setApp({ panel: null })}>
      {answer?.ok === false && <p className="bad">{words.notListening}</p>}
      {answer?.ok && (
        <div className="invite">
          <QrCode text={answer.value} label={words.qrCode} />
          <div className="invite-text">
            <p>{words.how}</p>
            <div className="invitation-text">
              <code data-testid="invitation">{answer.value}</code>
              <CopyButton className="button primary" value={answer.value} what={words.theInvitation} />
            </div>
            {isOffline && <p className="wait">{words.offline}</p>}
            {status.addresses.length > 1 && (
              <FirstAddress status={status} first={first ?? status.addresses[0]?.address} choose={setFirst} />
            )}
            <p className={status.private ? 'wait' : 'quiet'}>{status.private ? words.private : words.open}</p>
          </div>
        </div>
      )}
    </Dialog>
  );
}

interface FirstAddressProps {
  status: Status;
  first: string | undefined;
  choose: (address: string) => void;
}

function FirstAddress({ status, first, choose }: FirstAddressProps): ReactElement {
  const words = useText().invitation;
  return (
    <fieldset className="first-address">
      <legend>{words.first}</legend>
      {status.addresses.map(({ address, network }) => (
        <label key={address}>
          <input type="radio" name="first" checked={address === first} onChange={() => choose(address)} />
          <span className="mono">{address}</span> <span className="quiet">{network}</span>
        </label>
      ))}
    </fieldset>
  );
}
