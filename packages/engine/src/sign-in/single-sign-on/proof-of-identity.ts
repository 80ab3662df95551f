import type { Instant } from '@sallyport/core';
import type { AccountRecord, PendingSso } from '@sallyport/store';
import type { ProvidedIdentity, SignInProvider } from '@sallyport/store/providers';
import type { Proof } from '../../factors/proof.ts';
import { externalIdAt } from '../../factors/sso-and-ldap.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import { isHeldBack } from '../../state/written-account.ts';
import { linking } from '../linking.ts';
import { asIdentity, wordsOf } from './provided-identity.ts';

/**
 * Somebody may have held the response of an older journey back until after the owner's reaction, or the identity may have had another
 * account.
 */
export function proofOfIdentity(
  kernel: Kernel,
  provider: SignInProvider,
  identity: ProvidedIdentity,
  account: AccountRecord,
  { now, pending: { leftAt, asksAnew } }: { readonly now: Instant; readonly pending: PendingSso },
): Proof {
  const { id } = provider;
  const { once } = identity;
  const authTime = Number.isFinite(identity.authTime) ? identity.authTime : undefined;
  const known = { ...asIdentity(provider, identity), askedAt: leftAt };
  const { binding, setUpBy, verifyAgain, ...applied } = linking(kernel, known, account);
  return {
    command: {
      type: 'prove',
      evidence: {
        method: 'sso',
        at: authTime !== undefined && authTime < now ? authTime : now,
        undated: authTime === undefined ? true : undefined,
        // A request with `max_age` makes `auth_time` required (OpenID Connect Core 1.0 §2).
        datesNothing: identity.datesNothing ?? (authTime === undefined && asksAnew !== undefined ? true : undefined),
        provider: id,
        withoutRoles: known.roles === undefined ? true : undefined,
        ...wordsOf(identity),
        binding,
        setUpBy,
      },
    },
    ...applied,
    verifyAgain: (latest, policy) =>
      isHeldBack(latest, leftAt) || isLinkedSince(latest, id, leftAt) ? { disproved: [] } : verifyAgain(latest, policy),
    uses: once && { key: `sso:${id} ${tokenHash(once.id)}`, expiresAt: once.expiresAt },
  };
}

export function isLinkedSince(account: AccountRecord, provider: string, since: Instant): boolean {
  const link = externalIdAt(account, provider);
  return link !== undefined && link.linkedAt > since && link.asserted !== true;
}
