import { settersOf } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord, SetUpBy } from '@sallyport/store';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import { externalIdAt, externalIdBinding, wasUnlinked } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { linkerOf } from './account-of.ts';
import { areSame, asToldNow, type Identity, newLink, withProviderRoles } from './identity.ts';

/**
 * The changes of a proof by an identity: the link, if it is new, with the provider's current assertion and roles.
 *
 * @param account the loaded account of the identity
 */
export function linking(
  kernel: Kernel,
  identity: Identity,
  account: AccountRecord,
): Required<Pick<Proof, 'settle' | 'events'>> &
  Pick<Proof, 'act'> & { readonly binding: string; readonly setUpBy: SetUpBy | undefined } {
  const { provider, subject, roles } = identity;
  const has = account.externalIds?.find((one) => one.provider === provider && one.subject === subject);
  // A link by address rests on the word of whoever set up the address, too.
  const setUpBy = settersOf([{ setUpBy: `provider:${provider}` }, account.email ?? {}]).join(' ');
  const made = { ...newLink(kernel.random, identity, kernel.now()), setUpBy };
  const link = asToldNow(has ?? made, identity);
  return {
    binding: externalIdBinding(link.id),
    setUpBy: link.setUpBy,
    act: has === undefined ? linkByAddress(identity) : undefined,
    settle(latest) {
      const linked = withLink(latest, link, account, has === undefined);
      return linked && withProviderRoles(linked, provider, roles, kernel.now());
    },
    events: [
      ...(has === undefined ? [{ type: 'external-id.linked', detail: { provider } } satisfies ProofEvent] : []),
      ...roleEvents(account, provider, roles),
    ],
  };
}

/** The provider links an account whose verified address it asserts. Each round asks whether the account has that address. */
function linkByAddress(identity: Identity): Proof['act'] {
  const { method, provider } = identity;
  return { act: { type: 'link', method, provider }, by: (account) => linkerOf(identity, account) };
}

/** Returns the account with the updated link. Returns `undefined` if the account's link, address or password changed concurrently. */
function withLink(
  latest: AccountRecord,
  link: ExternalIdRecord,
  loaded: AccountRecord,
  isNew: boolean,
): AccountRecord | undefined {
  const there = externalIdAt(latest, link.provider);
  const { externalIds = [] } = latest;
  if (there === undefined) {
    const isSame = latest.email?.address === loaded.email?.address && latest.password?.id === loaded.password?.id;
    return isNew && isSame && !wasUnlinked(latest, link.provider)
      ? { ...latest, externalIds: [...externalIds, link] }
      : undefined;
  }
  if (there.id !== link.id) return undefined;
  const { issuer, address, addressUnverified, foundBy, said } = link;
  const isSameAddress = there.address === address && there.addressUnverified === addressUnverified;
  const isSame = there.issuer === issuer && isSameAddress && there.foundBy === foundBy;
  if (isSame && JSON.stringify(there.said) === JSON.stringify(said)) return latest;
  return { ...latest, externalIds: externalIds.map((one) => (one === there ? link : one)) };
}

function roleEvents(
  { providerRoles }: AccountRecord,
  provider: string,
  to: readonly string[] | undefined,
): readonly ProofEvent[] {
  const from = providerRoles?.[provider] ?? [];
  return to === undefined || areSame(from, to)
    ? []
    : [{ type: 'account.roles-changed', detail: { provider, from, to } }];
}
