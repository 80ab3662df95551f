import type { AuthenticatorSelectionCriteria } from '@simplewebauthn/server';
import { AuthenticatorError } from './authenticator-error.ts';

/**
 * Whether the new credential is discoverable (WebAuthn L3 §5.4.4, §5.4.6): if required, or if preferred and possible. `requireResidentKey`
 * counts only if `residentKey` is absent.
 *
 * @throws AuthenticatorError `resident-key-unavailable` (`NotAllowedError`).
 */
export function decideResidentKey(capable: boolean, selection: AuthenticatorSelectionCriteria | undefined): boolean {
  const requirement = selection?.residentKey ?? (selection?.requireResidentKey === true ? 'required' : 'discouraged');
  if (requirement === 'required' && !capable) {
    throw new AuthenticatorError('resident-key-unavailable', 'This authenticator makes no discoverable credentials');
  }
  return capable && requirement !== 'discouraged';
}
