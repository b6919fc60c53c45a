import { ask, node } from '../bridge';
import { tell } from './tell';

/** Opens a node of the same network in a window of its own. */
export async function openNode(): Promise<void> {
  tell(await ask(node.newNode()));
}
