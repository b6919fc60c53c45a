import { type ReactElement, useState } from 'react';
import { linkNearby } from '../actions/peers';
import type { NearbyNode } from '../bridge';
import { useText } from '../i18n';

/** Nodes that announce themselves on this network, to be linked without typing their addresses. */
export function Nearby({ nodes }: { nodes: readonly NearbyNode[] }): ReactElement | null {
  const { nearby } = useText().peers;
  if (nodes.length === 0) return null;
  return (
    <section className="nearby" aria-labelledby="nearby-heading" data-testid="nearby">
      <h3 id="nearby-heading">{nearby}</h3>
      <ul>
        {nodes.map((node) => (
          <NearbyItem key={node.id} node={node} />
        ))}
      </ul>
    </section>
  );
}

function NearbyItem({ node }: { node: NearbyNode }): ReactElement {
  const words = useText().peers;
  const [linking, setLinking] = useState(false);
  const link = async (): Promise<void> => {
    if (linking) return;
    setLinking(true);
    await linkNearby(node);
    setLinking(false);
  };
  return (
    <li data-testid="nearby-node">
      <div className="who">
        <b className="cut" dir="auto" title={node.name}>
          {node.name}
        </b>
        <span className="address cut" title={node.address}>
          {node.address}
        </span>
      </div>
      <button
        type="button"
        className="bare"
        aria-label={words.linkTo(node.name)}
        aria-disabled={linking}
        onClick={() => void link()}
      >
        {linking ? words.linking : words.link}
      </button>
    </li>
  );
}
