import { ask, type Invitation, node, type Refusal } from '../bridge';
import { textNow } from '../i18n';
import { announce, tell } from './tell';

/** Resolves to why it did not work, or to `null`. */
export async function acceptInvitation(question: number, { name, addresses }: Invitation): Promise<Refusal | null> {
  const outcome = await ask(node.acceptInvitation(question));
  if (!outcome.ok) return outcome.refusal;
  announce(textNow().peers.linked(name ?? addresses[0] ?? ''));
  return null;
}

/** Resolves to whether it worked. */
export async function acceptInNewNode(question: number): Promise<boolean> {
  return tell(await ask(node.acceptInNewNode(question)));
}

export async function declineInvitation(question: number): Promise<void> {
  tell(await ask(node.declineInvitation(question)));
}
