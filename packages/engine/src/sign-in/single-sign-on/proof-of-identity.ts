import type { Instant } from '@sallyport/core';
import type { AccountRecord, PendingSso } from '@sallyport/store';
import type { ProvidedIdentity, SignInProvider } from '@sallyport/store/providers';
import type { Proof } from '../../factors/proof.ts';
import { externalIdAt } from '../../factors/sso-and-ldap.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { tokenHash } from '../../kernel/secrets/token.ts';
import { isHeldBack } from '../../records/written-account.ts';
import { linking } from '../linking.ts';
import { asIdentity, wordsOf } from './provided-identity.ts';

/**
 * The proof of an identity from a provider: one factor, with the provider's `acr` and `amr` for the policy. The proof is dated by the
 * provider. A proof whose date the provider does not state is never recent.
 *
 * A journey that began before the account's epoch rose proves nothing: somebody may have held the response back until after the owner's
 * reaction. The same holds for a journey from before the link, unless the provider made the link: the identity may have had another account.
 *
 * @param account the loaded account of the identity
 * @param pending the journey to the provider
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
  const known = asIdentity(provider, identity);
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

/** Returns whether the owner, an administrator or host code linked the account's identity at the provider after a time. */
export function isLinkedSince(account: AccountRecord, provider: string, since: Instant): boolean {
  const link = externalIdAt(account, provider);
  return link !== undefined && link.linkedAt > since && link.asserted !== true;
}
