import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pathOf } from './file-url';

const file = join(__dirname, '../renderer/index.html');
const folder = join(__dirname, '../renderer/');

/** The address of the one page that a window shows. */
export const pageUrl = pathToFileURL(file).href;

/** Whether an address is the page's, whatever follows its `#`. */
export function isPage(url: string): boolean {
  return comparable(pathOf(url)) === comparable(file);
}

/** Whether an address belongs to the page or to what it loads. */
export function isOfPage(url: string): boolean {
  return comparable(pathOf(url)).startsWith(comparable(folder));
}

/** Windows gives drive letters in either case. */
function comparable(path: string | null): string {
  return process.platform === 'win32' ? (path ?? '').toLowerCase() : (path ?? '');
}
