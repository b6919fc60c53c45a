import { ask, node } from '../bridge';
import { valueText } from '../editable';
import { textNow } from '../i18n';
import { announce, tell } from './tell';

export async function copy(text: string): Promise<boolean> {
  const ok = tell(await ask(node.copy(text)));
  if (ok) announce(textNow().header.copied);
  return ok;
}

/**
 * Copies a key's whole value, however much of it is shown. Returns whether there was one.
 * @param say `toast` where nothing else shows that it was done, else `announce`
 */
export async function copyValue(key: string, say: (words: string) => void): Promise<boolean> {
  const entry = await node.entry(key, true).catch(() => null);
  const ok = entry !== null && !entry.deleted && tell(await ask(node.copy(valueText(entry))));
  if (ok) say(textNow().table.wasCopied);
  return ok;
}
