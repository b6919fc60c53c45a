import { type ReactElement, useMemo } from 'react';
import { encode } from 'uqr';

/** Width of the quiet zone around the code, in modules (ISO/IEC 18004, 5.3.8). */
const QUIET_ZONE = 4;

/** A text for a camera. Dark on bright in either theme, as readers expect. @param label names it for screen readers */
export function QrCode({ text, label }: { text: string; label: string }): ReactElement {
  const { size, path } = useMemo(() => draw(text), [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} data-testid="qr-code">
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}

/** The dark modules, run by run, row by row. */
function draw(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { boostEcc: true, border: QUIET_ZONE });
  const rows = data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
  const runs = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map(({ 0: run, index }) => ({ x: index, y, run })));
  return { size, path: runs.map(({ x, y, run }) => `M${x} ${y}h${run.length}v1h-${run.length}z`).join('') };
}
