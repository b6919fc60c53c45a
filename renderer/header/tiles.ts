const SHAPES = ['square', 'dot', 'ring', 'half'] as const;

export interface Tile {
  shape: (typeof SHAPES)[number];
  /** 0 to 3. */
  hue: number;
}

/** One tile per hex digit: its low two bits pick the shape, its high two the hue, so all 16 digits look different. */
export function tilesOf(hash: string): Tile[] {
  return [...hash.slice(0, 8)].map((char) => {
    const digit = Number.parseInt(char, 16) || 0;
    return { shape: SHAPES[digit % 4] ?? 'square', hue: digit >> 2 };
  });
}
