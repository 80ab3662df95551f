import { type Instant, nameOfProvider, type Policy, settersOf, setUpByBoth, setUpByIdentity } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord, SetUpBy } from '@sallyport/store';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import { externalIdAt, externalIdBinding, wasUnlinked } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';
import { areSame } from '../state/roles.ts';
import { linkerOf } from './account-of.ts';
import { addressToFollow } from './address-to-follow.ts';
import { asToldNow, type Identity, isToldSince, newLink, withProviderRoles } from './identity.ts';

export function linking(
  kernel: Kernel,
  identity: Identity,
  account: AccountRecord,
): Required<Pick<Proof, 'applyTo' | 'verifyAgain'>> &
  Pick<Proof, 'act'> & { readonly binding: string; readonly setUpBy: SetUpBy | undefined } {
  const { provider, subject, roles, askedAt } = identity;
  const has = account.externalIds?.find((one) => one.provider === provider && one.subject === subject);
  // An administrator who wrote the address chose the person that the provider links.
  const setUpBy = settersOf([{ setUpBy: nameOfProvider(provider) }, account.email ?? {}]).join(' ');
  const { id, setUpBy: linkedBy } = has ?? { id: newId(kernel.random), setUpBy };
  const isOlder = (latest: AccountRecord): boolean =>
    has !== undefined && isToldSince(externalIdAt(latest, provider), askedAt);
  return {
    binding: externalIdBinding(id),
    // The provider's operator can give this proof too.
    setUpBy: setUpByIdentity(id, linkedBy && setUpByBoth(linkedBy, nameOfProvider(provider))),
    act: has === undefined ? linkByAddress(identity) : undefined,
    applyTo(latest, policy) {
      const now = kernel.now();
      const made = { ...newLink(id, identity, policy, now), asserted: true as const, setUpBy };
      const linked =
        has === undefined ? withNewLink(latest, made, account) : toldNow(latest, { id, identity, policy, now });
      return linked && !isOlder(latest) ? withProviderRoles(linked, identity, now) : linked;
    },
    verifyAgain: (latest) => ({
      events: [
        ...(has === undefined
          ? [
              {
                type: 'external-id.linked',
                actor: nameOfProvider(provider),
                detail: { provider, setUpBy },
              } satisfies ProofEvent,
            ]
          : []),
        ...(isOlder(latest) ? [] : roleEvents(latest, provider, roles)),
      ],
    }),
  };
}

function linkByAddress(identity: Identity): Proof['act'] {
  const { method, provider } = identity;
  return { act: { type: 'link', method, provider }, by: (account) => linkerOf(identity, account) };
}

function withNewLink(latest: AccountRecord, link: ExternalIdRecord, loaded: AccountRecord): AccountRecord | undefined {
  const isSame = latest.email?.address === loaded.email?.address && latest.password?.id === loaded.password?.id;
  const isFree = externalIdAt(latest, link.provider) === undefined && !wasUnlinked(latest, link.provider);
  return isSame && isFree ? { ...latest, externalIds: [...(latest.externalIds ?? []), link] } : undefined;
}

function toldNow(
  latest: AccountRecord,
  {
    id,
    identity,
    policy,
    now,
  }: {
    readonly id: ExternalIdRecord['id'];
    readonly identity: Identity;
    readonly policy: Policy;
    readonly now: Instant;
  },
): AccountRecord | undefined {
  const there = externalIdAt(latest, identity.provider);
  if (there?.id !== id || (there.issuer !== undefined && there.issuer !== identity.issuer)) return undefined;
  // The former address stays until the mailbox follows.
  const keepsAddress = isToldSince(there, identity.askedAt) || addressToFollow(policy, latest, identity) !== undefined;
  const told = asToldNow(there, keepsAddress ? { ...identity, email: undefined } : identity, policy, now);
  if (JSON.stringify(told) === JSON.stringify(there)) return latest;
  return { ...latest, externalIds: latest.externalIds?.map((one) => (one === there ? told : one)) };
}

function roleEvents(
  { providerRoles }: AccountRecord,
  provider: string,
  to: readonly string[] | undefined,
): readonly ProofEvent[] {
  const from = providerRoles?.[provider] ?? [];
  return to === undefined || areSame(from, to)
    ? []
    : [{ type: 'account.roles-changed', actor: nameOfProvider(provider), detail: { provider, from, to } }];
}
