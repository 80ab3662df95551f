import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, provesNow } from '../embedded.test-support.ts';
import {
  DORA,
  type Enrolling,
  enrolling,
  MINUTE,
  otherThan,
  WRONG,
} from '../sign-in/enrollment/enrolling.test-support.ts';

const STEP = 30_000;

/** A client whose flow waits for a second factor. */
async function waiting({ world }: Enrolling, identifier = DORA): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
  return client;
}

async function wordOf(answer: ReturnType<Enrolling['world']['auth']['signIn']['code']>): Promise<string> {
  const given = await answer;
  return isRefusal(given) ? given.refused : given.answer.status;
}

/** Somebody with an app, and the backup codes that came with it. */
async function appOwner(options: Parameters<typeof enrolling>[0] = {}) {
  const at = await enrolling(options);
  const { secret, reply } = await at.client.enrollsTotp();
  const codes = (reply.answer.status === 'complete' ? reply.answer.backupCodes : undefined) ?? [];
  await at.news();
  return { at, secret, codes };
}

describe('a code of an authenticator app', () => {
  it.each([
    ['two time steps before', -2 * STEP, 'invalid-credentials', 'invalid-credentials'],
    ['one time step before', -STEP, 'complete', 'invalid-credentials'],
    ['now', 0, 'complete', 'invalid-credentials'],
    ['one time step after', STEP, 'complete', 'invalid-credentials'],
    ['two time steps after', 2 * STEP, 'invalid-credentials', 'complete'],
  ])('X3 that an app shows %s: its time step is used up, and each one before it', async (_, away, expected, before) => {
    const { at, secret } = await appOwner();
    const { world } = at;
    world.now += 10 * MINUTE;
    const client = await waiting(at);
    const now = world.now;
    world.now = now + away;
    const code = client.totp(secret);
    world.now = now;
    const app = (await at.account()).totp;
    expect(await wordOf(world.auth.signIn.code(client.caller, 'totp', { code }))).toBe(expected);
    const lastStep = Math.floor((now + away) / STEP);
    expect((await at.account()).totp).toEqual(expected === 'complete' ? { ...app, lastStep } : app);
    const again = await waiting(at);
    expect(await wordOf(world.auth.signIn.code(again.caller, 'totp', { code }))).toBe('invalid-credentials');
    world.now = now + away - STEP;
    const earlier = again.totp(secret);
    world.now = now;
    expect(await wordOf(world.auth.signIn.code(again.caller, 'totp', { code: earlier }))).toBe(before);
    await world.auth.close();
  });

  it('X3 X4 that is shown again is a guess that is counted; the next one is taken in the same time step', async () => {
    const { at, secret } = await appOwner();
    const { world } = at;
    world.now += MINUTE;
    const [client, again] = [await waiting(at), await waiting(at)];
    const code = client.totp(secret);
    world.now += STEP;
    const next = client.totp(secret);
    world.now -= STEP;
    expect(await wordOf(world.auth.signIn.code(client.caller, 'totp', { code }))).toBe('complete');
    await at.news();
    expect(await world.auth.signIn.code(again.caller, 'totp', { code })).toEqual(WRONG);
    expect(await at.counted()).toEqual([{ subject: (await at.account()).id, authenticator: 'totp', failures: 1 }]);
    expect(await at.news()).toEqual([expect.objectContaining({ type: 'sign-in.failed', method: 'totp' })]);
    expect(await wordOf(world.auth.signIn.code(again.caller, 'totp', { code: next }))).toBe('complete');
    await world.auth.close();
  });

  it('X3 X10 confirms an app by the time step next to now, and that one is used up as well', async () => {
    for (const away of [-STEP, 0, STEP]) {
      const at = await enrolling();
      const { world, client } = at;
      const begun = await world.auth.enroll.secret(client.caller, 'totp');
      if (isRefusal(begun)) throw new Error(begun.refused);
      expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);
      const now = world.now;
      world.now = now + away;
      const code = client.totp(begun.secret);
      world.now = now;
      await client.keeps(world.auth.enroll.confirmCode(client.caller, 'totp', { code }));
      expect((await at.account()).totp?.lastStep).toBe(Math.floor((now + away) / STEP));
      const next = await waiting(at);
      expect(await wordOf(world.auth.signIn.code(next.caller, 'totp', { code }))).toBe('invalid-credentials');
      await world.auth.close();
    }
  });

  it('X7 X18 that is wrong, or of nobody’s app, is recorded and counted, and changes nothing', async () => {
    const { at, secret } = await appOwner();
    const { world } = at;
    await newAccount(world, 'eve@example.org');
    world.now += MINUTE;
    const client = await waiting(at);
    const before = await at.account();
    await at.news();
    for (const code of [otherThan(client.totp(secret)), '', '12345', '1234567', 'abcdef'])
      expect(await world.auth.signIn.code(client.caller, 'totp', { code })).toEqual(WRONG);
    expect(await at.account()).toEqual(before);
    expect(await at.news()).toEqual(
      Array.from({ length: 5 }, () => ({
        ...{ at: world.now, type: 'sign-in.failed', method: 'totp', accountId: before.id },
        flow: expect.any(String),
      })),
    );
    expect(await at.counted()).toEqual([{ subject: before.id, authenticator: 'totp', failures: 5 }]);
    const digits = client.totp(secret);
    const spaced = ` ${digits.slice(0, 3)} ${digits.slice(3)}`;
    expect(await wordOf(world.auth.signIn.code(client.caller, 'totp', { code: spaced }))).toBe('complete');
    await world.auth.close();
  });

  it('X3 is used by one of two flows that show it at once, and by none once the app is gone', async () => {
    const { at, secret } = await appOwner();
    const { world } = at;
    const { signIn, me } = world.auth;
    world.now += MINUTE;
    const [one, other] = [await waiting(at), await waiting(at)];
    const code = one.totp(secret);
    at.beforeTheNext('commit', async () =>
      expect(await wordOf(signIn.code(other.caller, 'totp', { code }))).toBe('complete'),
    );
    expect(await signIn.code(one.caller, 'totp', { code })).toEqual(WRONG);
    world.now += MINUTE;
    const owner = at.client;
    at.beforeTheNext('commit', async () => me(await provesNow(world, world.store, owner)).removeCode('totp'));
    expect(await signIn.code(one.caller, 'totp', { code: one.totp(secret) })).toEqual(WRONG);
    expect(await at.account()).not.toHaveProperty('totp');
    await world.auth.close();
  });

  it('X19 is sealed under the key in use once it is used, and stays as it is under that', async () => {
    const secrets = ['a secret that is long enough to be one'];
    const { at, secret } = await appOwner({ secrets: () => secrets });
    const { world } = at;
    const uses = async () => {
      world.now += MINUTE;
      const client = await waiting(at);
      expect(await wordOf(world.auth.signIn.code(client.caller, 'totp', { code: client.totp(secret) }))).toBe(
        'complete',
      );
      return (await at.account()).totp?.sealed;
    };
    const first = await uses();
    expect(await uses()).toBe(first);
    secrets.unshift('another secret that is long enough to be one');
    const second = await uses();
    expect(second).not.toBe(first);
    secrets.pop();
    expect(await uses()).toBe(second);
    await world.auth.close();
  });
});

describe('a code as keyboards give it', () => {
  const inScript =
    (zero: number) =>
    (text: string): string =>
      text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  const WRITTEN: readonly [string, (text: string) => string][] = [
    ['Persian digits', inScript(0x6f0)],
    ['Arabic digits, with the marks of the direction', (text) => `\u2067${inScript(0x660)(text)}\u2069`],
    ['full-width digits', inScript(0xff10)],
    ['Bengali digits', inScript(0x9e6)],
    ['a hyphen', (text) => `${text.slice(0, 3)}-${text.slice(3)}`],
    ['a dash and a narrow space', (text) => `${text.slice(0, 3)}\u2009\u2013\u202f${text.slice(3)}`],
  ];

  it.each(WRITTEN)('X43 of an authenticator app is read with %s', async (_, written) => {
    const { at, secret } = await appOwner();
    const { world } = at;
    world.now += MINUTE;
    const client = await waiting(at);
    const code = written(client.totp(secret));
    expect(await wordOf(world.auth.signIn.code(client.caller, 'totp', { code }))).toBe('complete');
    await world.auth.close();
  });

  it.each(WRITTEN)('X43 of the backup codes is read with %s', async (_, written) => {
    const { at, codes } = await appOwner();
    const { world } = at;
    const client = await waiting(at);
    const code = written(codes[0] ?? '');
    expect(await wordOf(world.auth.signIn.code(client.caller, 'backup-code', { code }))).toBe('complete');
    await world.auth.close();
  });

  it.each(WRITTEN)('X43 that was mailed is read with %s', async (_, written) => {
    const { world } = await enrolling();
    const client = await waiting({ world } as Enrolling);
    await client.keeps(world.auth.signIn.sendCode(client.caller, 'email-code'));
    const code = written(world.mails.at(-1)?.code ?? '');
    expect(await wordOf(world.auth.signIn.code(client.caller, 'email-code', { code }))).not.toBe('invalid-credentials');
    await world.auth.close();
  });
});

describe('a backup code', () => {
  it('W16 X18 works once, whichever it is, and is told; the others stay', async () => {
    const { at, codes } = await appOwner();
    const { world } = at;
    const { signIn } = world.auth;
    expect(codes).toHaveLength(10);
    const before = (await at.account()).backupCodes;
    expect(before?.hashes).toHaveLength(10);
    const client = await waiting(at);
    await at.news();
    const code = codes[3] ?? '';
    expect(await wordOf(signIn.code(client.caller, 'backup-code', { code }))).toBe('complete');
    const hashes = before?.hashes.filter((_, place) => place !== 3);
    expect((await at.account()).backupCodes).toEqual({ ...before, hashes });
    expect(await at.news()).toContainEqual(expect.objectContaining({ type: 'backup-code.used', at: world.now }));
    const again = await waiting(at);
    expect(await signIn.code(again.caller, 'backup-code', { code })).toEqual(WRONG);
    expect((await at.account()).backupCodes).toEqual({ ...before, hashes });
    expect(await at.counted()).toEqual([
      { subject: (await at.account()).id, authenticator: 'backup-code', failures: 1 },
    ]);
    expect(await wordOf(signIn.code(again.caller, 'backup-code', { code: (codes[9] ?? '').toLowerCase() }))).toBe(
      'complete',
    );
    await world.auth.close();
  });

  it('X3 is used by one of two flows that show it at once, and by none if new ones were issued meanwhile', async () => {
    const { at, codes } = await appOwner();
    const { signIn, me } = at.world.auth;
    const [one, other] = [await waiting(at), await waiting(at)];
    const [code = '', next = ''] = codes;
    at.beforeTheNext('commit', async () =>
      expect(await wordOf(signIn.code(other.caller, 'backup-code', { code }))).toBe('complete'),
    );
    expect(await signIn.code(one.caller, 'backup-code', { code })).toEqual(WRONG);
    at.beforeTheNext('commit', async () => me(await provesNow(at.world, at.world.store, at.client)).newBackupCodes());
    expect(await signIn.code(one.caller, 'backup-code', { code: next })).toEqual(WRONG);
    expect((await at.account()).backupCodes?.hashes).toHaveLength(10);
    at.beforeTheNext('commit', async () => me(await provesNow(at.world, at.world.store, at.client)).removeCode('totp'));
    expect(await signIn.code(one.caller, 'backup-code', { code: next })).toEqual(WRONG);
    expect(await at.account()).not.toHaveProperty('backupCodes');
    await at.world.auth.close();
  });

  it('W16 proves nothing where it was right, and all of them went with the app before the commit', async () => {
    const { at, codes } = await appOwner();
    const { signIn, me } = at.world.auth;
    const client = await waiting(at);
    at.beforeTheNext('commit', async () => me(await provesNow(at.world, at.world.store, at.client)).removeCode('totp'));
    expect(await signIn.code(client.caller, 'backup-code', { code: codes[0] ?? '' })).toEqual(WRONG);
    expect(await at.account()).not.toHaveProperty('backupCodes');
    await at.world.auth.close();
  });

  it('W16 X18 is used up and told by somebody who is blocked, too, and lets them in nowhere', async () => {
    const { at, codes } = await appOwner();
    const { signIn, people } = at.world.auth;
    const client = await waiting(at);
    await people.block({ accountId: (await at.account()).id }, { reason: 'left', by: hostCode('host') });
    await at.news();
    expect(await wordOf(signIn.code(client.caller, 'backup-code', { code: codes[0] ?? '' }))).toBe('account-blocked');
    expect((await at.account()).backupCodes?.hashes).toHaveLength(9);
    expect(await at.news()).toEqual([
      expect.objectContaining({ type: 'backup-code.used' }),
      expect.objectContaining({ type: 'sign-in.denied' }),
    ]);
    await at.world.auth.close();
  });
});
