import { type Instant, instant } from '@sallyport/core';
import { tenantId } from '@sallyport/engine';
import type { AccountRecord, CodeRecord, ExternalIdRecord, PasskeyRecord } from '@sallyport/store';

/** When everything that the account has was set up. */
export const AT: Instant = instant(1_000_000);

/** An account that has nothing. */
export const BARE: AccountRecord = {
  schema: 1,
  tenant: tenantId('default'),
  id: 'one' as AccountRecord['id'],
  version: 3,
  epoch: 5,
  createdAt: AT,
  identifiers: ['dora@example.org'],
  userHandle: 'handle',
  roles: [],
  passkeys: [],
};

export const SYNCED: PasskeyRecord = {
  id: 'synced',
  publicKey: 'key',
  counter: 0,
  transports: ['internal'],
  name: 'Passkey',
  createdAt: AT,
  userVerified: true,
  backupEligible: true,
  backedUp: true,
  aaguid: 'model',
  attested: false,
};

export const ROAMING: PasskeyRecord = {
  ...SYNCED,
  id: 'roaming',
  name: 'Security key',
  lastUsedAt: instant(AT + 1),
  userVerified: false,
  backupEligible: false,
  backedUp: false,
  attested: true,
};

export const APP = { id: 'app', sealed: 'sealed', lastStep: 1, enrolledAt: AT } as const;
export const BACKUP_CODES = { id: 'codes', issuedAt: AT, hashes: ['h1', 'h2', 'h3'] } as const;
export const SMS: CodeRecord = { method: 'sms-code', id: 's1', address: '+15550112', enrolledAt: AT };
export const PUSH: CodeRecord = { method: 'push-code', id: 'p1', address: 'phone@push.example', enrolledAt: AT };
export const CORP: ExternalIdRecord = { id: 'c1', method: 'sso', provider: 'corp', subject: 'd', linkedAt: AT };
export const CLUB: ExternalIdRecord = { ...CORP, id: 'c2', provider: 'club' };
export const STAFF: ExternalIdRecord = { ...CORP, id: 'l1', method: 'ldap', provider: 'staff' };

/** An account that has one of everything, and two of some. */
export const FULL: AccountRecord = {
  ...BARE,
  email: { address: 'dora@mail.example', verifiedAt: AT },
  password: { id: 'pw', hash: 'hash', provenance: 'mailbox', changedAt: AT },
  totp: APP,
  passkeys: [SYNCED, ROAMING],
  externalIds: [CORP, STAFF, CLUB],
  codes: [SMS, PUSH],
  backupCodes: BACKUP_CODES,
};
