import { fileURLToPath } from 'node:url';

/**
 * The path of a `file:` URL; `null` where it is of no file of this machine. Paths are what to compare: which characters a
 * URL has percent-encoded, such as `^` and `|`, differs between Node and Chromium.
 */
export function pathOf(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}
