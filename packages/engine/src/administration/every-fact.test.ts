import { hostCode, type ImportRow, isRefusal, type PersonCreation } from '@sallyport/engine';
import type { AccountRecord } from '@sallyport/store';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { storedAccount } from '../embedded.test-support.ts';
import { corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { imports, registeredElsewhere, SECRET, SINGLE } from './import-people.test-support.ts';

/** A value of each fact, and what the stored account then has. A new fact does not compile without an entry. */
type Facts<Input> = { readonly [Name in keyof Input]-?: readonly [value: unknown, stored: Partial<AccountRecord>] };

const EMAIL = 'cleo@example.org';
const [MAILBOX, LINK] = [
  { email: expect.objectContaining({ address: EMAIL }) },
  { externalIds: [expect.objectContaining({ provider: 'corp', subject: 'cleo-7' })] },
];
const IDENTITY = [{ provider: 'corp', subject: 'cleo-7' }];

/** The inputs of all facts at once, and what the stored account has of each. */
function all<Input>(facts: Facts<Input>) {
  const entries = Object.entries<readonly [unknown, Partial<AccountRecord>]>(facts);
  return {
    input: Object.fromEntries(entries.map(([name, [value]]) => [name, value])),
    stored: entries.map(([name, [, stored]]) => [name, stored] as const),
  };
}

it('X25 the creation of an account drops no fact that host code gives', async () => {
  const world = await corporate(SINGLE);
  const { input, stored } = all<Omit<PersonCreation, 'tenant' | 'by' | 'invite'>>({
    identifier: ['cleo', { identifiers: ['cleo'] }],
    displayName: ['Cleo Conti', { displayName: 'Cleo Conti' }],
    email: [EMAIL, MAILBOX],
    password: ['some long words for a password', { password: expect.objectContaining({ hash: expect.any(String) }) }],
    roles: [['reader'], { roles: ['reader'] }],
    requiredStrength: ['baseline', { requiredStrength: 'baseline' }],
    emergency: [true, { emergency: true }],
    externalId: ['hr-7', { externalId: 'hr-7' }],
    externalIds: [IDENTITY, LINK],
  });
  const made = await world.auth.people.create(Object({ ...input, by: hostCode('test') }));
  if (isRefusal(made)) throw new Error(JSON.stringify(made));
  const record = await storedAccount(world.store, made.accountId);
  for (const [name, part] of stored) expect([name, record]).toEqual([name, expect.objectContaining(part)]);
});

// `passwordElsewhere` and `passwordUnknown` stand in place of a hash: their own tests import rows with them.
it('X22 an import drops no fact of a row', async () => {
  const world = await corporate(SINGLE);
  const passkey = await registeredElsewhere(createAuthenticator({ userVerification: true }), 'of the old app');
  const { input, stored } = all<Omit<ImportRow, 'passwordElsewhere' | 'passwordUnknown'>>({
    identifier: ['cleo', { identifiers: ['cleo'] }],
    externalId: ['hr-7', { externalId: 'hr-7' }],
    email: [EMAIL, MAILBOX],
    emailVerified: [true, MAILBOX],
    roles: [['reader'], { roles: ['reader'] }],
    requiredStrength: ['baseline', { requiredStrength: 'baseline' }],
    passwordHash: [
      '$2b$04$abcdefghijklmnopqrstuuVGn5S/XJoAB5D/QGr1Fo0c1IRfCDwF2',
      { password: expect.objectContaining({ hash: expect.stringContaining('$2b$') }) },
    ],
    passwordFormat: ['meteor', { password: expect.objectContaining({ hash: expect.stringMatching(/^~sha256-hex~/) }) }],
    totp: [{ secret: SECRET }, { totp: expect.objectContaining({ sealed: expect.any(String) }) }],
    passkeys: [[passkey], { passkeys: [expect.objectContaining({ id: passkey.id })] }],
    backupCodes: [['aaaa-bbbb-cccc'], { backupCodes: expect.objectContaining({ hashes: [expect.any(String)] }) }],
    identities: [IDENTITY, LINK],
    disabled: [true, { block: expect.objectContaining({ by: 'host:the move' }) }],
  });
  const [report] = await imports(world, [input]);
  expect(report).toMatchObject({ outcome: 'imported' });
  const made = await world.auth.people.find({ identifier: 'cleo' });
  const record = await storedAccount(world.store, made?.accountId ?? ('' as AccountRecord['id']));
  for (const [name, part] of stored) expect([name, record]).toEqual([name, expect.objectContaining(part)]);
});
