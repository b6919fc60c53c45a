import { type Answer, ask, node, type Status } from '../bridge';
import { useAsked } from '../use-asked';

/**
 * The node's invitation, asked for again with each status: it may hold a network key, which none tells.
 * @param first the address that is tried first
 */
export function useInvitation(first: string | null, status: Status): Answer<string> | null {
  return useAsked(() => ask(node.invite(first)), first, status);
}
