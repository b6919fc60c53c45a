import type { ReactElement } from 'react';
import { useText } from '../i18n';
import { type Tile, tilesOf } from './tiles';

const TILE = 13;
const STEP = 15;

/**
 * Eight tiles and the digits that they stand for; the same database always looks the same. To a screen reader they are one
 * picture: Orca never came past words that cannot be seen in a box that has a title, and said nothing any more.
 */
export function Fingerprint({ hash }: { hash: string }): ReactElement {
  const text = useText().header;
  return (
    <span className="fingerprint" role="img" aria-label={text.fingerprint(hash)} title={text.fingerprintHint}>
      <Tiles hash={hash} />
      <span className="hash" data-testid="fingerprint" aria-hidden="true">
        {hash}
      </span>
    </span>
  );
}

/** A picture of digits that stand beside it as text. */
export function Tiles({ hash }: { hash: string }): ReactElement {
  return (
    <svg className="glyph" viewBox="0 0 58 28" aria-hidden="true">
      {tilesOf(hash).map((tile, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place
        <Shape key={at} tile={tile} x={(at % 4) * STEP} y={Math.floor(at / 4) * STEP} />
      ))}
    </svg>
  );
}

function Shape({ tile, x, y }: { tile: Tile; x: number; y: number }): ReactElement {
  const half = TILE / 2;
  const hue = `hue-${tile.hue}`;
  if (tile.shape === 'dot') return <circle className={hue} cx={x + half} cy={y + half} r={half} />;
  if (tile.shape === 'square') return <rect className={hue} x={x} y={y} width={TILE} height={TILE} rx="3" />;
  if (tile.shape === 'ring') {
    return <rect className={`${hue} ring`} x={x + 1.5} y={y + 1.5} width={TILE - 3} height={TILE - 3} rx="2" />;
  }
  return <path className={hue} d={`M${x + 2} ${y}H${x + TILE}L${x} ${y + TILE}V${y + 2}a2 2 0 0 1 2-2z`} />;
}
