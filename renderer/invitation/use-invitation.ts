import { type Answer, ask, node, type Status } from '../bridge';
import { useAsked } from '../use-asked';

/** The node's invitation, asked for again when its content has changed. @param first the address that is tried first */
export function useInvitation(first: string | null, { name, port, addresses }: Status): Answer<string> | null {
  return useAsked(() => ask(node.invite(first)), JSON.stringify([first, name, port, addresses]));
}
