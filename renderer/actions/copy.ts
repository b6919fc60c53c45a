import { ask, node } from '../bridge';
import { valueText } from '../editable';
import { textNow } from '../i18n';
import { announce, tell } from './tell';

export async function copy(text: string): Promise<boolean> {
  const ok = tell(await ask(node.copy(text)));
  if (ok) announce(textNow().header.copied);
  return ok;
}

/** Copies a key's whole value, however much of it is shown. Returns whether there was one. */
export async function copyValue(key: string): Promise<boolean> {
  const entry = await node.entry(key, true).catch(() => null);
  return entry !== null && !entry.deleted && copy(valueText(entry));
}
