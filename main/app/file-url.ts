import { fileURLToPath } from 'node:url';

/**
 * The path of a `file:` URL; `null` if it names no file on this machine. Compare paths, not URLs: Node and Chromium
 * percent-encode different characters, such as `^` and `|`.
 */
export function pathOf(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}
