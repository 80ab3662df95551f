import { definePolicy, instant, milliseconds } from '@sallyport/core';
import type { AccountId, AccountRecord, DeviceRecord, EventRecord, SessionRecord, VaultRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { exportedSession } from '../sessions/sessions.ts';
import { deviceView } from './devices.ts';
import { exportedAccount, exportedEvent, exportedVault } from './exported-records.ts';

/** A record with every optional member, so that the compiler demands each new member here. */
type Whole<Kept> = Kept extends string | number | boolean | undefined
  ? Kept
  : unknown extends Kept
    ? unknown
    : { readonly [Member in keyof Kept]-?: Whole<NonNullable<Kept[Member]>> };

type Path = readonly (string | number)[];

/** Returns the paths of all texts, numbers and truth values in a record. */
function leavesOf(kept: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(kept)) return kept.flatMap((one, index) => leavesOf(one, [...path, index]));
  if (typeof kept !== 'object' || kept === null) return [path];
  return Object.entries(kept).flatMap(([name, value]) => leavesOf(value, [...path, name]));
}

/** Returns a copy of the record with another value at the path. */
function varied(kept: unknown, [name, ...rest]: Path): unknown {
  if (name !== undefined) {
    if (Array.isArray(kept)) return kept.map((one, index) => (index === name ? varied(one, rest) : one));
    return { ...Object(kept), [name]: varied(Object(kept)[name], rest) };
  }
  if (typeof kept === 'number') return kept - 1;
  return typeof kept === 'boolean' ? !kept : (VARIED[String(kept)] ?? `${kept} of another`);
}

/** Other values of members whose value is a name of core. */
const VARIED: Readonly<Record<string, string>> = { password: 'ldap', 'local-password': 'sso' };

/** Returns the members of a record that do not change its export. The members of a list's entries have the same name, without an index. */
function missingIn<Kept>(kept: Kept, exported: (kept: Kept) => unknown): ReadonlySet<string> {
  const before = JSON.stringify(exported(kept));
  const missing = leavesOf(kept).filter((path) => JSON.stringify(exported(varied(kept, path) as Kept)) === before);
  return new Set(missing.map((path) => path.filter((name) => typeof name === 'string').join('.')));
}

const [AT, LATER] = [instant(1_000), instant(2_000)];
const accountId = 'dora' as AccountId;

const ACCOUNT: Whole<AccountRecord> = {
  ...{ schema: 1, tenant: TENANT, id: accountId, version: 1, epoch: 1, epochSince: AT, createdAt: AT },
  ...{
    openSignUp: true,
    invited: true,
    identifiers: ['dora'],
    displayName: 'Dora',
    externalId: 'd-1',
  },
  email: { address: 'dora@example.org', verifiedAt: AT, setUpBy: 'ben' },
  imported: { by: 'host:the move', version: 1, unblocked: true },
  ...{ importedAs: 'd', formerAddresses: ['old@example.org'], userHandle: 'handle', roles: ['reader'], rolesAt: AT },
  ...{ roleGains: [{ role: 'reader', at: AT }], methods: ['password'], requiredStrength: 'enhanced', emergency: true },
  clearedFor: [{ provider: 'corp', rank: 'people' }],
  ...{ lowered: { from: 'enhanced', by: 'ben' }, firstFactor: 'vouched', disowned: { at: AT, signedInAt: AT } },
  ...{ emergencyUsedAt: AT, dormancy: { since: AT, warnedAt: AT } },
  block: {
    ...{ at: AT, by: 'ben', fromAbove: true, reason: 'lost' },
    exposure: { asOf: AT, items: [{ id: 'safe', label: 'Safe', access: 'read', lastUsedAt: AT }] },
  },
  password: { id: 'p', hash: 'hash', provenance: 'independent', changedAt: AT, unmatched: true, setUpBy: 'ben' },
  formerPasswords: ['hash'],
  totp: {
    ...{ id: 't', sealed: 'sealed', lastStep: 1, enrolledAt: AT, setUpBy: 'ben' },
    ...{ algorithm: 'sha1', digits: 6, period: 30 },
  },
  others: [{ method: 'card', id: 'c', sealed: 'sealed', enrolledAt: AT, setUpBy: 'ben' }],
  pendingSecret: { method: 'totp', boundTo: 's', sealed: 'sealed', expiresAt: AT },
  passkeys: [
    {
      ...{ id: 'k', publicKey: 'key', counter: 1, transports: ['usb'], name: 'Key', createdAt: AT, lastUsedAt: AT },
      ...{ userVerified: true, backupEligible: true, backupEligibleAssumed: true, backedUp: true, attested: true },
      ...{ aaguid: 'model', userHandle: 'handle', userHandleUnknown: true, setUpBy: 'ben' },
    },
  ],
  openPasskeys: ['k-2'],
  externalIds: [
    {
      ...{ id: 'i', method: 'sso', provider: 'corp', issuer: 'https://corp.example', subject: '7', linkedAt: AT },
      ...{ address: 'dora@corp.example', addressUnverified: true, foundBy: 'dora', asserted: true, setUpBy: 'ben' },
      toldAt: AT,
      said: { acr: 'high', amr: ['pwd'] },
      reported: [{ acr: 'highest', amr: ['mfa'], at: AT, firstAt: AT }],
    },
  ],
  unlinked: [
    { provider: 'corp', subject: '6', at: AT, address: 'd@corp.example', addressUnverified: true, endedByRole: true },
  ],
  ...{ providerRoles: { corp: ['staff'] }, providerRolesAt: { corp: AT }, vaultOfOthers: ['ben'] },
  codes: [{ method: 'sms-code', id: 'c', address: '+15550112', enrolledAt: AT, setUpBy: 'ben' }],
  pendingCode: { method: 'sms-code', address: '+15550113', hash: 'hash', expiresAt: AT },
  backupCodes: { id: 'b', issuedAt: AT, setUpBy: 'ben', hashes: ['hash'], key: 'k1' },
  enrollmentCode: {
    ...{ hash: 'hash', expiresAt: AT, by: 'host', mailed: true, key: 'k1' },
    ...{ setUpBy: 'ben', usedIn: 'flow', usedUntil: AT, helpsIn: 'first' },
  },
  recovery: { hash: 'hash', expiresAt: AT },
  pendingEmail: { address: 'new@example.org', hash: 'hash', expiresAt: AT, setUpBy: 'ben' },
};

const SESSION: Whole<SessionRecord> = {
  ...{ schema: 1, tenant: TENANT, id: 's', tokenHash: 'hash', version: 1, accountId, epoch: 1, mode: 'cookie' },
  // Without leaves: the exported `strength`, `amr` and `authTime` are what the evidence proves.
  evidence: [],
  ...{ bindings: ['p'], policyVersion: 1, createdAt: AT, lastSeenAt: AT, expiresAt: LATER, idle: milliseconds(1_000) },
  ...{
    ip: '192.0.2.1',
    userAgent: 'A browser',
    begunAt: { provider: 'corp', logoutHint: 'sealed' },
    former: { hash: 'h', until: AT },
    lineage: 's0',
    opened: [{ session: 's2', accountId: 'ben' as AccountId, until: AT }],
  },
};

const DEVICE: Whole<DeviceRecord> = {
  ...{ id: 'd', tokenHash: 'hash', accountId, epoch: 1, createdAt: AT, lastSeenAt: AT, proved: ['password'] },
  userAgent: 'A browser',
};

const EVENT: Whole<EventRecord> = {
  ...{ tenant: TENANT, id: 'e', at: AT, type: 'sign-in.succeeded', accountId, actor: 'ben', method: 'password' },
  ...{
    flow: 'f',
    ip: '192.0.2.1',
    detail: { device: 'd' },
    recipients: {
      addresses: ['a@b.c'],
      identifiers: ['dora'],
      isLost: true,
      newIdentifier: 'benny',
      externalId: 'user-7',
    },
  },
};

const VAULT: Whole<VaultRecord> = {
  ...{ schema: 1, tenant: TENANT, accountId, version: 1, keyId: 'key' },
  envelopes: [
    { id: 'v', kind: 'passkey', passkeyId: 'k', kid: 'drill', createdAt: AT, sealed: 'sealed', setUpBy: 'ben' },
  ],
};

const POLICY = definePolicy({});

/** The members that the export leaves out, by the reason. */
const LEFT_OUT = {
  account: {
    'numbers of the store, and the tenant of the request': [
      'schema',
      'tenant',
      'version',
      'epoch',
      'epochSince',
      'imported.version',
      'imported.unblocked',
    ],
    'names of other people, who have a right to data protection too': [
      ...[
        'email.setUpBy',
        'block.by',
        'password.setUpBy',
        'totp.setUpBy',
        'others.setUpBy',
        'passkeys.setUpBy',
        'externalIds.setUpBy',
      ],
      ...['codes.setUpBy', 'backupCodes.setUpBy', 'pendingEmail.setUpBy', 'enrollmentCode.setUpBy'],
      ...['lowered.by', 'vaultOfOthers', 'enrollmentCode.by', 'imported.by'],
    ],
    'secrets, hashes, sealed values and the parameters of a secret': [
      ...[
        'password.hash',
        'formerPasswords',
        'totp.sealed',
        'others.sealed',
        'totp.lastStep',
        'totp.algorithm',
        'totp.digits',
      ],
      ...['totp.period', 'pendingSecret.sealed', 'pendingCode.hash', 'enrollmentCode.hash', 'recovery.hash'],
      ...['pendingEmail.hash', 'backupCodes.hashes', 'backupCodes.key', 'enrollmentCode.key'],
    ],
    'random ids to which sessions and flows are bound': [
      ...[
        'password.id',
        'totp.id',
        'others.id',
        'codes.id',
        'backupCodes.id',
        'externalIds.id',
        'pendingSecret.boundTo',
      ],
      'enrollmentCode.usedIn',
    ],
    'a step that is not finished, without a value of the person': [
      ...[
        'openSignUp',
        'invited',
        'openPasskeys',
        'pendingSecret.method',
        'pendingSecret.expiresAt',
        'recovery.expiresAt',
      ],
      ...['enrollmentCode.expiresAt', 'enrollmentCode.mailed', 'enrollmentCode.helpsIn', 'enrollmentCode.usedUntil'],
    ],
    'a mark for the next decision, whose act the action log tells': [
      ...['rolesAt', 'providerRolesAt.corp', 'clearedFor.provider', 'clearedFor.rank', 'lowered.from', 'firstFactor'],
      ...['disowned.at', 'disowned.signedInAt', 'emergencyUsedAt', 'dormancy.since', 'dormancy.warnedAt'],
      ...['block.fromAbove', 'password.provenance', 'password.unmatched', 'externalIds.asserted', 'externalIds.toldAt'],
    ],
    'a mark of how far Sallyport trusts a value that is exported': [
      ...['passkeys.counter', 'passkeys.userVerified', 'passkeys.backupEligibleAssumed', 'passkeys.backedUp'],
      ...['passkeys.attested', 'passkeys.userHandle', 'passkeys.userHandleUnknown'],
      ...['externalIds.addressUnverified', 'unlinked.addressUnverified', 'unlinked.endedByRole'],
    ],
  },
  session: {
    'numbers of the store, and the tenant of the request': ['schema', 'tenant', 'version', 'epoch', 'policyVersion'],
    'the account, which the export names once': ['accountId'],
    'secrets and hashes': ['tokenHash', 'former.hash', 'begunAt.logoutHint'],
    'a step that is not finished, without a value of the person': ['former.until', 'opened.until'],
    'a session that is over': ['lineage'],
    'a session of another person': ['opened.session', 'opened.accountId'],
    'random ids of factors': ['bindings'],
    'the place of the token in the browser': ['mode'],
    'the provider, which `identities` names': ['begunAt.provider'],
  },
  device: {
    'numbers of the store': ['epoch'],
    'the account, which the export names once': ['accountId'],
    'secrets and hashes': ['tokenHash'],
    'the budgets of guesses; the events of the sign-ins name the methods': ['proved'],
  },
  event: {
    'the tenant of the request': ['tenant'],
    'a notice that was not sent yet; the account has the addresses and the identifiers': [
      ...([
        'recipients.addresses',
        'recipients.identifiers',
        'recipients.isLost',
        'recipients.newIdentifier',
        'recipients.externalId',
      ] as const),
    ],
  },
  vault: {
    'numbers of the store, and the tenant of the request': ['schema', 'tenant'],
    'the account, which the export names once': ['accountId'],
    'sealed values and the ids of their keys': ['keyId', 'envelopes.kid', 'envelopes.sealed'],
    'names of other people, who have a right to data protection too': ['envelopes.setUpBy'],
  },
} as const;

function leftOut(kind: keyof typeof LEFT_OUT): ReadonlySet<string> {
  return new Set(Object.values<readonly string[]>(LEFT_OUT[kind]).flat());
}

describe('X21 an export has every member of a record, or the member is in a list with the reason', () => {
  it('of the account', () => {
    expect(missingIn<AccountRecord>(ACCOUNT, exportedAccount)).toEqual(leftOut('account'));
  });

  it('of a session', () => {
    const view = (session: SessionRecord) => exportedSession(POLICY, session, ACCOUNT, AT);
    expect(missingIn<SessionRecord>(SESSION, view)).toEqual(leftOut('session'));
  });

  it('of a device, an event and the vault', () => {
    expect(missingIn<DeviceRecord>(DEVICE, deviceView)).toEqual(leftOut('device'));
    expect(missingIn<EventRecord>(EVENT, exportedEvent)).toEqual(leftOut('event'));
    expect(missingIn<VaultRecord>(VAULT, exportedVault)).toEqual(leftOut('vault'));
  });
});
