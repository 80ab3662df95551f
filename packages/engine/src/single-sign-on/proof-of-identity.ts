import type { Instant } from '@sallyport/core';
import { externalIdBinding, newExternalId } from '../factors/external-id.ts';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ProvidedIdentity, SignInProvider } from '../providers/provider.ts';
import type { AccountRecord, ExternalIdRecord } from '../store/records.ts';
import { rolesGiven, withProviderRoles, wordsOf } from './identity.ts';

/**
 * That a provider says who this is: one factor, and what the policy makes of its words. It is dated by when the person proved it there;
 * where the provider does not say when, it is never recent.
 *
 * @param account whose it is, as it was loaded
 */
export function proofOfIdentity(
  kernel: Kernel,
  provider: SignInProvider,
  identity: ProvidedIdentity,
  account: AccountRecord,
  now: Instant,
): Proof {
  const { id } = provider;
  const { issuer, subject, email, authTime, once } = identity;
  const address = email?.address.slice(0, 320);
  const has = linkOf(account, id, subject);
  const link =
    has ?? newExternalId(kernel.random, { method: 'sso', provider: id, issuer, subject, address, linkedAt: now });
  const roles = rolesGiven(provider, identity.roles);
  return {
    command: {
      type: 'prove',
      evidence: {
        method: 'sso',
        at: authTime !== undefined && authTime < now ? authTime : now,
        ...(authTime === undefined ? { undated: true } : {}),
        provider: id,
        ...wordsOf(identity),
        rests: externalIdBinding(link.id),
      },
    },
    settle(latest) {
      const linked = withLink(latest, { ...link, issuer, ...(address === undefined ? {} : { address }) }, account);
      return linked && withProviderRoles(linked, id, roles);
    },
    ...(once === undefined ? {} : { spend: { key: `sso:${id} ${once.id}`, expiresAt: once.expiresAt } }),
    events: [...linkEvents(has, id), ...roleEvents(account, id, roles)],
  };
}

function linkOf({ externalIds = [] }: AccountRecord, provider: string, subject: string): ExternalIdRecord | undefined {
  return externalIds.find((one) => one.provider === provider && one.subject === subject);
}

/** The account with the link as the provider has it now; `undefined` if what it was worked out from is another by now. */
function withLink(latest: AccountRecord, link: ExternalIdRecord, loaded: AccountRecord): AccountRecord | undefined {
  const { externalIds = [] } = latest;
  const there = externalIds.find(({ provider }) => provider === link.provider);
  if (there === undefined) {
    const mayLink =
      linkOf(loaded, link.provider, link.subject) === undefined && latest.email?.address === loaded.email?.address;
    return mayLink ? { ...latest, externalIds: [...externalIds, link] } : undefined;
  }
  if (there.id !== link.id) return undefined;
  if (there.issuer === link.issuer && there.address === link.address) return latest;
  return { ...latest, externalIds: externalIds.map((one) => (one === there ? link : one)) };
}

function linkEvents(has: ExternalIdRecord | undefined, provider: string): readonly ProofEvent[] {
  return has === undefined ? [{ type: 'external-id.linked', detail: { provider } }] : [];
}

function roleEvents({ providerRoles }: AccountRecord, provider: string, to: readonly string[]): readonly ProofEvent[] {
  const from = providerRoles?.[provider] ?? [];
  const same = from.length === to.length && to.every((role) => from.includes(role));
  return same ? [] : [{ type: 'account.roles-changed', detail: { provider, from, to } }];
}
