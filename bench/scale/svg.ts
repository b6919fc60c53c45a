/** A curve, its points in the order of x. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Both axes are logarithmic. */
export interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
}

const [WIDTH, HEIGHT] = [360, 330];
const PLOT = { left: 52, right: 344, top: 104, bottom: 290 };
/** Of curves: no two alike in dashes either, for whoever sees no colours. */
const DASHES = ['none', '6 3', '2 3', '8 3 2 3'];

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 13px }
  .back { fill: #ffffff } .grid { stroke: #d1d9e0 } .curve { fill: none; stroke-width: 2 }
  .c0 { stroke: #0550ae } .c1 { stroke: #a04100 } .c2 { stroke: #116329 } .c3 { stroke: #8250df }
  .p0 { fill: #0550ae } .p1 { fill: #a04100 } .p2 { fill: #116329 } .p3 { fill: #8250df }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .back { fill: #0d1117 } .grid { stroke: #3d444d }
    .c0 { stroke: #79c0ff } .c1 { stroke: #ffa657 } .c2 { stroke: #7ee787 } .c3 { stroke: #d2a8ff }
    .p0 { fill: #79c0ff } .p1 { fill: #ffa657 } .p2 { fill: #7ee787 } .p3 { fill: #d2a8ff }
  }`;

/** Panels beside each other, for light and dark pages. */
export function plot(title: string, description: string, xs: readonly number[], panels: readonly Panel[]): string {
  const width = WIDTH * panels.length;
  const drawn = panels.map((panel, i) => `<g transform="translate(${i * WIDTH} 0)">${draw(panel, xs)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"
  role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>${STYLE}
</style>
<rect class="back" width="${width}" height="${HEIGHT}"/>
${drawn.join('\n')}
</svg>
`;
}

function draw({ title, curves }: Panel, xs: readonly number[]): string {
  const ys = decades(curves.flatMap(({ points }) => points.map(([, y]) => y)));
  const at = (x: number, y: number): [string, string] => [
    scale(x, xs, PLOT.left + 8, PLOT.right - 8),
    scale(y, ys, PLOT.bottom, PLOT.top),
  ];
  const rows = ys.map((y) => {
    const [, v] = at(xs[0] ?? 1, y);
    return `<path class="grid" d="M${PLOT.left} ${v}H${PLOT.right}"/>${text(PLOT.left - 6, Number(v) + 4, number(y), 'end')}`;
  });
  const columns = xs.map((x) => text(Number(at(x, ys[0] ?? 1)[0]), PLOT.bottom + 18, number(x), 'middle'));
  const axis = text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 34, 'nodes', 'middle');
  const lines = curves.map((each, i) => curve(each, at, i));
  return [text(12, 22, title, 'start', 'title'), ...rows, ...columns, axis, ...lines].join('\n');
}

/** A line with its points, and its name above the plot. */
function curve({ points, name }: Curve, at: (x: number, y: number) => [string, string], i: number): string {
  const places = points.map(([x, y]) => at(x, y));
  const dash = `stroke-dasharray="${DASHES[i]}"`;
  const v = 42 + i * 16;
  const line = `<path class="curve c${i}" ${dash} d="M${places.map((place) => place.join(' ')).join('L')}"/>`;
  const dots = places.map(([x, y]) => `<circle class="p${i}" cx="${x}" cy="${y}" r="3"/>`);
  const sample = `<path class="curve c${i}" ${dash} d="M12 ${v - 4}h26"/>`;
  return [line, ...dots, sample, text(44, v, name, 'start')].join('');
}

function text(x: number, y: number, words: string, anchor: string, style = ''): string {
  const named = style === '' ? '' : ` class="${style}"`;
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"${named}>${escaped(words)}</text>`;
}

function scale(value: number, range: readonly number[], from: number, to: number): string {
  const [least, most] = [Math.min(...range), Math.max(...range)].map(Math.log) as [number, number];
  return (from + ((Math.log(value) - least) / (most - least || 1)) * (to - from)).toFixed(1);
}

/** The powers of ten around some values. */
function decades(values: readonly number[]): number[] {
  const [least, most] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: Math.max(2, most - least + 1) }, (_, i) => 10 ** (least + i));
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
