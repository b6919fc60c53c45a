import type { Invitation } from '../bridge';
import { isolated } from '../format';
import type { Text } from '../i18n';

/** Whose network an invitation leads to, if it says. */
export function networkOf({ name, addresses }: Invitation, { invitation }: Text): string {
  return name === null ? invitation.networkAt(addresses[0] ?? '') : invitation.networkOf(isolated(name));
}
