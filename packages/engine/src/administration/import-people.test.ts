import { hash as bcryptHash } from '@node-rs/bcrypt';
import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { generateSync } from 'otplib';
import { describe, expect, it, vi } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  everythingStored,
  PASSWORD,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { ADA, imports, registeredElsewhere, SECRET, SINGLE, showsPasskey } from './import-people.test-support.ts';

const BCRYPT = await bcryptHash(PASSWORD, { cost: 4 });

async function importedAccount(world: Embedded, row: object) {
  const [report] = await imports(world, [{ identifier: ADA, ...row }]);
  if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
  return storedAccount(world.store, report.accountId);
}

describe('a row of another system', () => {
  it('X22 becomes an account with everything that it brings, in one commit with one event', async () => {
    const world = await embedded({ providers: [new FakeProvider()] });
    const key = createAuthenticator({ backupEligible: true, backupState: true });
    const account = await importedAccount(world, {
      externalId: '42',
      email: 'Ada@Example.org',
      emailVerified: true,
      roles: ['admin', 'editor', 'editor'],
      passwordHash: BCRYPT,
      totp: { secret: SECRET.toLowerCase().replaceAll(/(.{4})/g, '$1 '), algorithm: 'sha-256', digits: 8, period: 60 },
      passkeys: [await registeredElsewhere(key, 'user 42')],
      backupCodes: ['abcd-efgh', 'ABCDEFGH', '12345678'],
      identities: [{ provider: 'corp', subject: 's-42' }],
    });
    expect(account).toMatchObject({
      externalId: '42',
      identifiers: [ADA],
      email: { address: ADA, verifiedAt: account.createdAt },
      roles: ['admin', 'editor'],
      userHandle: expect.stringMatching(/^[\w-]{43}$/),
      password: { hash: BCRYPT, provenance: 'independent' },
      totp: { algorithm: 'sha256', digits: 8, period: 60, lastStep: -1 },
      passkeys: [{ name: 'Ada’s key', backedUp: true, backupEligible: true, userVerified: true, attested: false }],
      externalIds: [{ provider: 'corp', subject: 's-42', method: 'sso' }],
    });
    expect(account.passkeys[0]?.userHandle).toBe(Buffer.from('user 42').toString('base64url'));
    expect(account.backupCodes?.hashes).toHaveLength(2);
    const { items } = await world.store.listEvents(TENANT, { limit: 10 });
    expect(items.filter(({ accountId }) => accountId === account.id)).toEqual([
      expect.objectContaining({
        type: 'account.imported',
        actor: { kind: 'host', id: 'the move' },
        detail: expect.objectContaining({
          totp: true,
          passkeys: 1,
          backupCodes: 2,
          providers: ['corp'],
          password: true,
        }),
      }),
    ]);
    const stored = await everythingStored(world);
    for (const secret of [SECRET, 'abcdefgh', 'abcd-efgh', '12345678']) expect(stored).not.toContain(secret);
    await world.auth.runBackgroundWork();
    expect(world.notices).toEqual([]);
    await world.auth.close();
  });

  it('X22 signs in by the old password and an app with parameters of its own, each code once', async () => {
    const world = await embedded();
    const totp = { secret: SECRET, algorithm: 'SHA512', digits: 7, period: 90 } as const;
    const account = await importedAccount(world, { passwordHash: BCRYPT, totp });
    const code = (at: number) =>
      generateSync({ secret: SECRET, epoch: Math.floor(at / 1000), algorithm: 'sha512', digits: 7, period: 90 });
    const signsIn = async (typed: string) => {
      const client = new Client(world);
      const begun = await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
      // A page sends a code off with its last digit.
      expect(begun.answer).toMatchObject({ accept: expect.arrayContaining([{ method: 'totp', digits: 7 }]) });
      return world.auth.signIn.code(client.caller, 'totp', { code: typed });
    };
    const sixDigits = generateSync({ secret: SECRET, epoch: Math.floor(world.now / 1000) });
    expect(await signsIn(sixDigits)).toMatchObject({ refused: 'invalid-credentials' });
    expect(await signsIn(code(world.now - 180_000))).toMatchObject({ refused: 'invalid-credentials' });
    expect(await signsIn(code(world.now))).toMatchObject({ answer: { status: 'complete' } });
    expect(await signsIn(code(world.now))).toMatchObject({ refused: 'invalid-credentials' });
    expect(await signsIn(code(world.now + 90_000))).toMatchObject({ answer: { status: 'complete' } });
    const after = await storedAccount(world.store, account.id);
    expect(after.totp).toMatchObject({ algorithm: 'sha512', digits: 7, period: 90 });
    expect(after.password?.hash).toMatch(/^\$argon2id\$/);
    await world.auth.close();
  });

  it('X22 an app with a secret of 80 bits, as widespread libraries made them, signs in', async () => {
    const world = await embedded();
    await importedAccount(world, { passwordHash: BCRYPT, totp: { secret: 'JBSWY3DPEHPK3PXP' } });
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
    const { createGuardrails } = await import('otplib');
    const code = generateSync({
      secret: 'JBSWY3DPEHPK3PXP',
      epoch: Math.floor(world.now / 1000),
      guardrails: createGuardrails({ MIN_SECRET_BYTES: 10 }),
    });
    expect(await world.auth.signIn.code(client.caller, 'totp', { code })).toMatchObject({
      answer: { status: 'complete' },
    });
    await world.auth.close();
  });

  it.each<[string, { readonly backupEligible?: boolean; readonly backupState?: boolean }]>([
    ['synchronised', { backupEligible: true, backupState: true }],
    ['bound to the device', {}],
    ['not synchronised yet, and the row does not say that it could be', { backupEligible: true }],
  ])('X22 signs in by a passkey with the user handle of the old system: %s', async (_, options) => {
    const world = await embedded({ policy: SINGLE });
    const [first, second] = [createAuthenticator(options), createAuthenticator(options)];
    const account = await importedAccount(world, {
      passkeys: [await registeredElsewhere(first, 'handle 1'), await registeredElsewhere(second, 'handle 2')],
    });
    for (const key of [first, second, first])
      expect(await showsPasskey(world, new Client(world), key)).toMatchObject({ answer: { status: 'complete' } });
    const { passkeys } = await storedAccount(world.store, account.id);
    expect(passkeys.map((one) => [one.backupEligible, one.backupEligibleAssumed])).toEqual([
      [options.backupEligible === true, undefined],
      [options.backupEligible === true, undefined],
    ]);
    expect(passkeys[1]?.userHandle).toBe(Buffer.from('handle 2').toString('base64url'));
    await world.auth.close();
  });

  it('X22 a passkey under another user handle than the row said signs nobody in', async () => {
    const world = await embedded({ policy: SINGLE });
    const key = createAuthenticator();
    const registered = await registeredElsewhere(key, 'handle 1');
    await importedAccount(world, { passkeys: [{ ...registered, userHandle: 'aGFuZGxlIDI' }] });
    expect(await showsPasskey(world, new Client(world), key)).toMatchObject({ refused: 'invalid-credentials' });
    await world.auth.close();
  });

  it('X22 a passkey whose user handle the old system did not keep states the handle at its first use, once', async () => {
    const world = await embedded({ policy: SINGLE });
    const [key, other] = [createAuthenticator(), createAuthenticator()];
    const unknown = async (authenticator: typeof key, handle: string) => ({
      ...(await registeredElsewhere(authenticator, handle)),
      userHandle: null,
    });
    const account = await importedAccount(world, {
      passkeys: [await unknown(key, 'random 1'), await unknown(other, 'random 2')],
    });
    const handles = async () =>
      (await storedAccount(world.store, account.id)).passkeys.map((one) => [one.userHandle, one.userHandleUnknown]);
    expect(await handles()).toEqual([
      [undefined, true],
      [undefined, true],
    ]);
    const shows = async (tamper: { readonly userHandle?: string | null } = {}, shownKey = key) => {
      const client = new Client(world);
      const options = await world.auth.signIn.passkeyOptions(client.caller);
      if (isRefusal(options)) throw new Error(options.refused);
      const { origin } = world.auth;
      const shown = await shownKey.get({ ...options, extensions: {} }, { origin, userVerified: true, tamper });
      return world.auth.signIn.passkey(client.caller, { ...shown, clientExtensionResults: {} });
    };
    for (const userHandle of [null, 'A'.repeat(88), 'no base64url!'])
      expect(await shows({ userHandle })).toMatchObject({ refused: 'invalid-credentials' });
    expect((await handles())[0]).toEqual([undefined, true]);
    expect(await shows()).toMatchObject({ answer: { status: 'complete' } });
    expect(await handles()).toEqual([
      [Buffer.from('random 1').toString('base64url'), undefined],
      [undefined, true],
    ]);
    expect(await shows({ userHandle: 'cmFuZG9tIDI' })).toMatchObject({ refused: 'invalid-credentials' });
    expect(await shows()).toMatchObject({ answer: { status: 'complete' } });
    // Of two first uses at once, one states the handle.
    const both = await Promise.all([shows({}, other), shows({ userHandle: 'cmFuZG9tIDM' }, other)]);
    expect(both.filter((answer) => isRefusal(answer))).toHaveLength(1);
    expect((await handles())[1]).toEqual([expect.any(String), undefined]);
    await world.auth.close();
  });

  it('X22 a security key of which nobody says that it verified its user counts beside a password first', async () => {
    const world = await embedded();
    const key = createAuthenticator({ transports: ['usb'] });
    await importedAccount(world, { passwordHash: BCRYPT, passkeys: [await registeredElsewhere(key, 'handle')] });
    expect(await showsPasskey(world, new Client(world), key)).toMatchObject({ answer: { status: 'continue' } });
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
    expect(await showsPasskey(world, client, key)).toMatchObject({ answer: { status: 'complete' } });
    expect(await showsPasskey(world, new Client(world), key)).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  });

  it('X22 an imported backup code works once, however it is typed', async () => {
    const world = await embedded();
    await importedAccount(world, {
      passwordHash: BCRYPT,
      totp: { secret: SECRET },
      backupCodes: ['Abcd-1234', '99887766'],
    });
    const shows = async (code: string) => {
      const client = new Client(world);
      await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
      return world.auth.signIn.code(client.caller, 'backup-code', { code });
    };
    expect(await shows('abcd 1234')).toMatchObject({ answer: { status: 'complete' } });
    expect(await shows('Abcd-1234')).toMatchObject({ refused: 'invalid-credentials' });
    expect(await shows('99887766')).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  });

  it('X22 a person whose password cannot come along sets a password by the mailbox, and nobody signs in before', async () => {
    const world = await embedded();
    const mailbox = { email: ADA, emailVerified: true };
    const account = await importedAccount(world, { ...mailbox, passwordUnknown: true });
    expect(account.password?.hash).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$.{22}\$.{43}$/);
    const client = new Client(world);
    const begins = () => world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD });
    for (const password of ['', PASSWORD, account.password?.hash ?? ''])
      expect(await world.auth.signIn.begin(client.caller, { identifier: ADA, password })).toHaveProperty('refused');
    await imports(world, [{ identifier: 'ben@example.org', email: 'ben@example.org', emailVerified: true }]);
    for (const identifier of ['ben@example.org', ADA]) await world.auth.recovery.begin(client.caller, { identifier });
    await vi.waitFor(() => expect(world.mails).toHaveLength(1));
    expect(world.mails[0]).toMatchObject({ to: ADA, kind: 'recovery' });
    const token = world.mails[0]?.token ?? '';
    expect(await world.auth.recovery.confirm(client.caller, { token, next: PASSWORD })).toEqual({
      status: 'recovered',
    });
    expect(await begins()).toMatchObject({ answer: { status: 'continue' } });
    await world.auth.close();
  });

  it('X22 leaves an unverified address and codes without a factor out, and says so', async () => {
    const world = await embedded();
    const rows = [
      { identifier: 'ben', email: ADA, emailVerified: false, backupCodes: ['abcd-efgh'], roles: null, totp: null },
    ];
    expect(await imports(world, rows)).toEqual([
      {
        line: 1,
        identifier: 'ben',
        outcome: 'imported',
        accountId: expect.any(String),
        leftOut: ['email', 'backupCodes'],
        notAsked: [],
        canSignIn: false,
      },
    ]);
    const ben = await world.auth.people.find({ identifier: 'ben' });
    expect(ben?.email).toBeUndefined();
    if (isRefusal(ben) || ben === undefined) throw new Error('there is no ben');
    expect((await storedAccount(world.store, ben.accountId)).backupCodes).toBeUndefined();
    await world.auth.close();
  });

  it('X22 says which second factors no sign-in with the password asks for, in a dry run too', async () => {
    const policy = {
      ...SINGLE,
      roles: { admin: { requiredStrength: 'enhanced' }, guest: { methods: ['passkey'] } },
    } as const;
    const world = await embedded({ policy });
    const app = { passwordHash: BCRYPT, totp: { secret: SECRET } };
    const passkeys = [await registeredElsewhere(createAuthenticator(), 'handle')];
    const rows = [
      { identifier: 'app', ...app },
      { identifier: 'app-and-codes', ...app, backupCodes: ['abcd-efgh'] },
      { identifier: 'passkey', passwordHash: BCRYPT, passkeys },
      { identifier: 'elsewhere', ...app, passwordHash: null, passwordUnknown: true, email: ADA, emailVerified: true },
      { identifier: 'chosen', ...app, requiredStrength: 'enhanced' },
      { identifier: 'role', ...app, roles: ['admin'] },
      { identifier: 'no-password', totp: { secret: SECRET } },
      { identifier: 'password-forbidden', ...app, roles: ['guest'] },
      { identifier: 'password-alone', passwordHash: BCRYPT },
    ];
    const notes = async (dryRun: boolean) =>
      (await imports(world, rows, { dryRun })).map((one) => ('notAsked' in one ? one.notAsked : one.outcome));
    const expected = [['totp'], ['totp', 'backupCodes'], ['passkeys'], ['totp'], [], [], [], [], []];
    expect(await notes(true)).toEqual(expected);
    const { version } = await world.auth.policy.current(TENANT);
    await world.auth.policy.set(TENANT, { requiredStrength: 'baseline' }, { ifVersion: version, by: hostCode('test') });
    expect(await notes(true)).toEqual(rows.map(() => []));
    await world.auth.policy.set(TENANT, policy, { ifVersion: version + 1, by: hostCode('test') });
    expect(await notes(false)).toEqual(expected);
    await world.auth.close();
  });

  it('X22 N5 counts by the roles of the row where the host gives the roles, and grants by the host’s answer alone', async () => {
    const policy = { ...SINGLE, roles: { admin: { requiredStrength: 'enhanced' } } } as const;
    const world = await embedded({ policy, resolveSubject: () => ['editor'] });
    await imports(world, [
      { identifier: 'with', passwordHash: BCRYPT, roles: ['admin'] },
      { identifier: 'without', passwordHash: BCRYPT },
    ]);
    const stricter = { ...policy, enrollment: { firstFactor: 'vouched' } } as const;
    const preview = await world.auth.policy.preview(TENANT, stricter);
    expect(preview).toMatchObject({ unaffected: 1, stranded: 1, accounts: [{ identifier: 'with' }] });
    const client = new Client(world);
    const begun = await client.keeps(
      world.auth.signIn.begin(client.caller, { identifier: 'with', password: PASSWORD }),
    );
    expect(begun).toMatchObject({ answer: { status: 'complete' } });
    expect((await world.auth.people.find({ identifier: 'with' }))?.roles).toEqual(['editor']);
    await world.auth.close();
  });
});
