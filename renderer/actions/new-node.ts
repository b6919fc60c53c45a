import { ask, node } from '../bridge';
import { textNow } from '../i18n';
import { tell, toast } from './tell';

/** Opens a node of the same network in a window of its own, and says so: on a slow machine that window takes seconds. */
export async function openNode(): Promise<void> {
  if (tell(await ask(node.newNode()))) toast(textNow().menu.opening);
}
