import type { AccountRecord, EventRecord, MembershipRecord, VaultRecord } from '@sallyport/store';
import type { AccountExport, EventView, VaultOverview } from '../contract/index.ts';
import { othersOf } from '../factors/held.ts';
import { FACTORS } from '../factors/index.ts';
import { ownMethods } from './views.ts';

// `exported-records.test.ts` fails for a member that is neither exported nor in `LEFT_OUT`.

export function exportedAccount(account: AccountRecord): Pick<AccountExport, 'account' | 'factors' | 'identities'> {
  const { externalIds = [], unlinked = [] } = account;
  return {
    account: accountOf(account),
    factors: Object.assign({}, ...FACTORS.map(({ exported }) => exported(account)), othersOf(account)),
    identities: [
      ...externalIds.map(({ method, provider, subject, issuer, address, foundBy, linkedAt, said, reported }) => ({
        ...{ method, provider, subject, issuer, address, foundBy, linkedAt },
        said: said && { acr: said.acr, amr: said.amr },
        reported: reported?.map(({ acr, amr, at, firstAt }) => ({ acr, amr, at, firstAt })),
      })),
      ...unlinked.map(({ provider, subject, address, at }) => ({ provider, subject, address, unlinkedAt: at })),
    ],
  };
}

/** The rules of a draft that is not in force are not the person's. */
export function exportedEvent({ tenant: _, recipients: __, detail, ...event }: EventRecord): EventView {
  if (!event.type.startsWith('shadow.')) return { ...event, ...(detail !== undefined && { detail }) };
  const { because: ___, ...told } = detail ?? {};
  return { ...event, detail: told };
}

export function exportedAct({ id, at, type, actor }: EventRecord): EventView {
  return { id, at, type, actor };
}

export function exportedMembership({
  organisation,
  roles,
  since,
}: MembershipRecord): NonNullable<AccountExport['memberships']>[number] {
  return { organisation, roles, since };
}

export function exportedVault({ version, envelopes }: VaultRecord): VaultOverview {
  return {
    version,
    envelopes: envelopes.map(({ id, kind, passkeyId, createdAt }) => ({ id, kind, passkeyId, createdAt })),
  };
}

function accountOf(account: AccountRecord): AccountExport['account'] {
  const { email, pendingEmail, block, formerAddresses = [], providerRoles = {}, emergency = false } = account;
  return {
    ...{ accountId: account.id, externalId: account.externalId, createdAt: account.createdAt },
    ...{ identifiers: account.identifiers, displayName: account.displayName, formerAddresses },
    importedAs: account.importedAs,
    email: email && { address: email.address, verifiedAt: email.verifiedAt },
    pendingEmail: pendingEmail && { address: pendingEmail.address, expiresAt: pendingEmail.expiresAt },
    ...{ roles: account.roles, providerRoles, roleGains: account.roleGains ?? [] },
    ...{ methods: ownMethods(account), requiredStrength: account.requiredStrength, emergency },
    block: block && { at: block.at, reason: block.reason, exposure: block.exposure },
    userHandle: account.userHandle,
  };
}
