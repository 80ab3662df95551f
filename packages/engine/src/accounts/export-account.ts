import type { AccountId, AccountRecord, EventRecord, VaultRecord } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import type { Doer } from '../acts/doer.ts';
import type { AccountExport, EventView, Refusal, VaultOverview } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../records/actors.ts';
import { sessionsOf } from '../sessions/sessions.ts';
import { devicesOf } from './devices.ts';
import { ownMethods } from './views.ts';

/** The events that are read at once. */
const PAGE = 500;

/**
 * Returns all stored data about an account's person. The export is one event, and the owner is told: the file of a thief with the owner's session has
 * everything too.
 */
export async function exportAccount(kernel: Kernel, by: Doer, id: AccountId): Promise<AccountExport | Refusal> {
  let found: AccountExport | undefined;
  const done = await carryOut(kernel, by, id, async ({ account, refuses }) => {
    const act = { type: 'export' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    found = await exportOf(kernel, account);
    return { act, also: { events: [adminEvent(kernel, by, account, 'account.exported')] } };
  });
  if (isRefusal(done)) return done;
  return found ?? { refused: 'not-found' };
}

async function exportOf(kernel: Kernel, account: AccountRecord): Promise<AccountExport> {
  const { tenant, id } = account;
  const [sessions, devices, events, vault] = await Promise.all([
    sessionsOf(kernel, account),
    devicesOf(kernel, account),
    eventsAbout(kernel, account),
    kernel.store.readVault(tenant, id),
  ]);
  const { password, totp, passkeys, codes = [], backupCodes } = account;
  const { externalIds = [], unlinked = [] } = account;
  return {
    account: accountOf(account),
    factors: {
      password: password && { changedAt: password.changedAt },
      totp: totp && { enrolledAt: totp.enrolledAt },
      passkeys: passkeys.map(({ backupEligible, ...one }) => ({
        ...{ id: one.id, name: one.name, createdAt: one.createdAt, lastUsedAt: one.lastUsedAt },
        ...{ publicKey: one.publicKey, aaguid: one.aaguid, transports: one.transports, deviceBound: !backupEligible },
      })),
      codes: codes.map(({ method, address, enrolledAt }) => ({ method, address, enrolledAt })),
      backupCodes: backupCodes && { issuedAt: backupCodes.issuedAt, remaining: backupCodes.hashes.length },
    },
    identities: [
      ...externalIds.map(({ provider, subject, issuer, address, linkedAt }) => ({
        ...{ provider, subject, issuer, address, linkedAt },
      })),
      ...unlinked.map(({ provider, subject, address, at }) => ({ provider, subject, address, unlinkedAt: at })),
    ],
    sessions,
    devices,
    events,
    ...(vault !== undefined && { vault: vaultOf(vault) }),
  };
}

function accountOf(account: AccountRecord): AccountExport['account'] {
  const { email, pendingEmail, block, formerAddresses = [], providerRoles = {}, emergency = false } = account;
  return {
    ...{ accountId: account.id, externalId: account.externalId, createdAt: account.createdAt },
    ...{ identifiers: account.identifiers, formerAddresses, roles: account.roles, providerRoles },
    email: email && { address: email.address, verifiedAt: email.verifiedAt },
    pendingEmail: pendingEmail && { address: pendingEmail.address, expiresAt: pendingEmail.expiresAt },
    ...{ methods: ownMethods(account), requiredStrength: account.requiredStrength, emergency },
    block: block && { at: block.at, reason: block.reason },
    userHandle: account.userHandle,
  };
}

async function eventsAbout({ store }: Kernel, { tenant, id: accountId }: AccountRecord): Promise<readonly EventView[]> {
  const found: EventRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listEvents(tenant, { accountId, limit: PAGE, cursor });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found.map(({ tenant: _, tell: __, ...event }) => event);
}

function vaultOf({ version, envelopes }: VaultRecord): VaultOverview {
  return { version, envelopes: envelopes.map(({ sealed: _, kid: __, ...envelope }) => envelope) };
}
