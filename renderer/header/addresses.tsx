import type { ReactElement } from 'react';
import { copy } from '../actions/copy';
import type { Status } from '../bridge';
import { useText } from '../i18n';
import { setApp } from '../state';
import { CopyButton } from '../ui/copy-button';
import { Menu } from '../ui/menu';

/** Where a friend reaches this node: the likeliest address, the others in a menu. */
export function Addresses({ status }: { status: Status }): ReactElement | null {
  const text = useText().header;
  const [first, ...others] = status.addresses;
  if (status.port === null) return null;
  if (!first) return <span className="pill quiet">{text.noAddress}</span>;
  return (
    <>
      <span className="pill" title={`${first.address} · ${first.network}`}>
        <span className="pill-text">{first.address}</span>
        <CopyButton className="bare" value={first.address} what={first.address} />
        <button type="button" className="bare" title={text.inviteHint} onClick={() => setApp({ panel: 'invite' })}>
          {text.invite}
        </button>
      </span>
      {others.length > 0 && (
        <Menu
          label={`+${text.moreAddresses(others.length)}`}
          face={`+${others.length}`}
          className="bare more-addresses"
          groups={[
            {
              label: text.moreAddresses(others.length),
              items: others.map(({ address, network }) => ({
                label: <span className="mono">{address}</span>,
                hint: `${network} · ${text.copy}`,
                run: () => void copy(address),
              })),
            },
          ]}
        />
      )}
    </>
  );
}
