import { workBytes } from './costs';
import type { Figures } from './measure';
import { type Curve, plot } from './svg';

const TITLE = 'What one set takes in networks of 10 to 1,000 nodes';
const DESCRIPTION =
  'Three plots against the number of nodes, all axes logarithmic: over how many times n - 1 links an entry goes, after ' +
  'how many milliseconds all nodes hold it, and how many bytes a node sends for it. docs/scale.md has the numbers.';

export function picture(all: readonly Figures[]): string {
  const curve = (name: string, of: (figures: Figures) => number): Curve => ({
    name,
    points: all.map((figures) => [figures.nodes, of(figures)]),
  });
  return plot(
    TITLE,
    DESCRIPTION,
    all.map(({ nodes }) => nodes),
    [
      {
        title: 'Links that an entry crosses, times n - 1',
        curves: [
          curve('up to 32 links a node', ({ set, nodes }) => set.crossings / (nodes - 1)),
          curve('ring', ({ ring, nodes }) => ring.crossings / (nodes - 1)),
        ],
      },
      {
        title: 'Milliseconds',
        curves: [
          curve('until all nodes hold it', ({ set }) => set.held),
          curve('until all links say so', ({ set }) => set.inSync),
          curve('two halves: all hold all, from the first link', ({ healing }) => healing.held - healing.firstLink),
          curve('ring: until all hold it', ({ ring }) => ring.held),
        ],
      },
      {
        title: 'Bytes that a node sends',
        curves: [
          curve('for one set', ({ set }) => workBytes(set.costs)),
          curve('for one of 1,000 sets at once', ({ burst, sets }) => workBytes(burst.costs) / sets[0]),
          curve('for one set in a ring', ({ ring }) => workBytes(ring.costs)),
          curve('a second at rest', ({ idle }) => idle.ping.bytes),
        ],
      },
    ],
  );
}
