import type { ReactElement } from 'react';
import { tell } from '../actions/tell';
import { ask, node, type Status } from '../bridge';
import { useText } from '../i18n';

/** Whether others on its network see this node, and it sees them. */
export function NearbyChoice({ status }: { status: Status }): ReactElement {
  const words = useText().networkKey;
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={status.nearby.on && !status.private}
        disabled={status.private}
        onChange={({ target }) => void ask(node.setNearby(target.checked)).then((outcome) => tell(outcome))}
      />
      <span>
        {words.nearby}
        <small>{status.private ? words.nearbyPrivate : words.nearbyMeans}</small>
      </span>
    </label>
  );
}
