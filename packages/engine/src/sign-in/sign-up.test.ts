import { randomBytes } from 'node:crypto';
import { instant } from '@sallyport/core';
import { hostCode, isRefusal, type Refusal, tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { keyRing } from '../kernel/secrets/key-ring.ts';
import { readSignUpLink, signUpLink } from './sign-up.ts';

const ADA = 'ada@example.org';
const STRANGER = { tenant: TENANT, mode: 'token' } as const;
const HOUR = 60 * 60_000;

/** Asks for an account, and returns the mail. */
async function mailTo({ auth, mails }: Embedded, email = ADA) {
  const before = mails.length;
  expect(await auth.signUp.begin(STRANGER, { email })).toBeUndefined();
  await auth.runBackgroundWork();
  return mails[before];
}

async function linkTo(world: Embedded, email = ADA): Promise<string> {
  const mail = await mailTo(world, email);
  if (mail?.kind !== 'sign-up' || mail.token === undefined) throw new Error(`mailed ${mail?.kind}`);
  return mail.token;
}

/** Answers in the words of a test: a status, or the code of a refusal. */
async function follow(world: Embedded, token: string, password?: string, client = new Client(world)): Promise<string> {
  const reply = await world.auth.signUp.confirm(client.caller, { token, password });
  if (isRefusal(reply)) return (reply as Refusal).refused;
  return (await client.keeps(Promise.resolve(reply))).answer.status;
}

const identifiers = async ({ auth }: Embedded) =>
  (await auth.people.list()).accounts.map(({ identifiers: [first] }) => first);

describe('X21 a sign-up', () => {
  it('makes the account of an address, and signs in by the password and the mailbox in one', async () => {
    const world = await embedded();
    const client = new Client(world);
    expect(await follow(world, await linkTo(world, ' Ada@Example.org '), PASSWORD, client)).toBe('complete');
    const person = await world.auth.people.find({ identifier: ADA });
    expect(person).toMatchObject({ identifiers: [ADA], email: ADA, roles: [], factors: { password: true } });
    expect((await client.session()).accountId).toBe(person?.accountId);
    const again = new Client(world);
    expect((await again.signsInByMail(ADA)).answer).toMatchObject({ status: 'complete' });
    // The password is the person's own: it opens the set-up of a factor beside a code to the mailbox.
    expect((await client.enrollsTotp()).reply.answer).toMatchObject({ backupCodes: expect.any(Array) });
    const { events } = await world.auth.events();
    expect(events.slice(1, 4)).toMatchObject([
      { type: 'account.created', accountId: person?.accountId, detail: { signUp: true, email: 'a•••@example.org' } },
      { type: 'sign-in.started', detail: { purpose: 'sign-up' } },
      { type: 'sign-in.succeeded' },
    ]);
    await world.auth.close();
  });

  it('under a mandate sets a factor up first, and has the password only from the session on', async () => {
    const world = await embedded({ policy: { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } });
    const client = new Client(world);
    expect(await follow(world, await linkTo(world), PASSWORD, client)).toBe('enroll');
    expect(await world.auth.people.find({ identifier: ADA })).toMatchObject({ factors: { password: false } });
    const guess = await world.auth.signIn.begin(STRANGER, { identifier: ADA, password: PASSWORD });
    expect(guess).toMatchObject({ refused: 'invalid-credentials' });
    const { secret, reply } = await client.enrollsTotp();
    expect(reply.answer).toMatchObject({ status: 'complete', backupCodes: expect.any(Array) });
    world.now += 60_000;
    const later = new Client(world);
    await later.keeps(world.auth.signIn.begin(later.caller, { identifier: ADA, password: PASSWORD }));
    const code = later.totp(secret);
    expect((await later.keeps(world.auth.signIn.code(later.caller, 'totp', { code }))).answer.status).toBe('complete');
    await world.auth.close();
  });

  it('without a password asks for a passkey', async () => {
    const world = await embedded();
    const reply = await world.auth.signUp.confirm(STRANGER, { token: await linkTo(world) });
    expect(reply).toMatchObject({ answer: { status: 'enroll', offer: [{ method: 'passkey' }] } });
    await world.auth.close();
  });

  it('works once, for an hour, in its tenant, and for nobody who made the link up', async () => {
    const world = await embedded();
    const token = await linkTo(world);
    world.now += HOUR;
    expect(await follow(world, token, PASSWORD)).toBe('invalid-credentials');
    const other = await linkTo(world, 'ben@example.org');
    for (const wrong of ['', other.slice(0, -1), `A${other}`, '🔑', 'a.b.c', 'x'.repeat(1_000)])
      expect(await follow(world, wrong, PASSWORD), wrong).toBe('invalid-credentials');
    expect(await identifiers(world)).toEqual([]);
    expect(await follow(world, other, PASSWORD)).toBe('complete');
    expect(await follow(world, other, PASSWORD)).toBe('invalid-credentials');
    await world.auth.close();
    const ring = keyRing(() => ['a secret that is long enough to be one'], randomBytes);
    const sealed = signUpLink(ring, tenantId('north'), { address: ADA, expiresAt: instant(HOUR) });
    expect(readSignUpLink(ring, tenantId('north'), sealed, instant(0))).toMatchObject({ address: ADA });
    expect(readSignUpLink(ring, TENANT, sealed, instant(0))).toBeUndefined();
  });

  it('keeps its link if the password breaks a rule, and makes nothing', async () => {
    const world = await embedded();
    const token = await linkTo(world);
    for (const password of [ADA, '', 'short'])
      expect(await world.auth.signUp.confirm(STRANGER, { token, password })).toMatchObject({
        refused: 'malformed-input',
        errors: [{ path: 'password' }],
      });
    expect(await identifiers(world)).toEqual([]);
    expect(await follow(world, token, PASSWORD)).toBe('complete');
    await world.auth.close();
  });

  it('X27 has no password any more if other rules come into force before its end', async () => {
    const policy = { requiredStrength: 'enhanced' } as const;
    const world = await embedded({ policy, policySource: 'store' });
    const client = new Client(world);
    expect(await follow(world, await linkTo(world), PASSWORD, client)).toBe('enroll');
    const changed = { ...policy, passwords: { minimum: 40 } };
    expect(await world.auth.policy.set('default', changed, { ifVersion: 1, by: hostCode('host') })).toMatchObject({
      version: 2,
    });
    const status = await world.auth.signIn.status(client.caller, { local: true });
    expect(status).toMatchObject({ answer: { status: 'enroll', offer: [{ method: 'passkey' }] } });
    await world.auth.close();
  });

  it('tells the address alone that it has an account, also as the mailbox of another name', async () => {
    const world = await embedded();
    await newAccount(world, ADA);
    await world.auth.people.create({ identifier: 'ben', email: 'ben@example.org', by: hostCode('host') });
    for (const email of [ADA, 'ben@example.org'])
      expect(await mailTo(world, email)).toEqual({ tenant: TENANT, to: email, kind: 'sign-up-taken' });
    await world.auth.close();
  });

  it('changes nothing where the address got an account meanwhile', async () => {
    const world = await embedded();
    const [first, second] = [await linkTo(world), await linkTo(world)];
    const third = await linkTo(world, 'ben@example.org');
    expect(await follow(world, first, PASSWORD)).toBe('complete');
    await world.auth.people.create({ identifier: 'ben', email: 'ben@example.org', by: hostCode('host') });
    const before = await world.auth.people.list();
    expect(await follow(world, second, 'another horse battery staple')).toBe('already-exists');
    expect(await follow(world, third, PASSWORD)).toBe('already-exists');
    expect(await world.auth.people.list()).toEqual(before);
    await world.auth.close();
  });

  it('that nobody ended goes on by the next link with the same account, until somebody has signed in', async () => {
    const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
    const left = new Client(world);
    expect(await follow(world, await linkTo(world), PASSWORD, left)).toBe('enroll');
    const [again, late] = [await linkTo(world), await linkTo(world)];
    const client = new Client(world);
    expect(await follow(world, again, 'another horse battery staple', client)).toBe('enroll');
    expect((await client.enrollsTotp()).reply.answer.status).toBe('complete');
    expect(await identifiers(world)).toEqual([ADA]);
    expect(await follow(world, late, PASSWORD)).toBe('already-exists');
    // The flow that was left has neither its password nor an open set-up any more.
    expect(await world.auth.enroll.secret(left.caller, 'totp')).toMatchObject({ refused: expect.any(String) });
    expect(await mailTo(world)).toMatchObject({ kind: 'sign-up-taken' });
    await world.auth.close();
  });

  it.each(['super-admin', 'admin', 'front-desk'])(
    'that nobody ended is not the mailbox’s any more once the account is %s',
    async (role) => {
      const helpdesk = { roles: ['front-desk'], over: ['contractor'], may: ['reset'] } as const;
      const administrators = { policy: ['super-admin'], people: ['admin'], helpdesk: [helpdesk] };
      const world = await embedded({ policy: { requiredStrength: 'enhanced', administrators } });
      const left = new Client(world);
      expect(await follow(world, await linkTo(world), PASSWORD, left)).toBe('enroll');
      const late = await linkTo(world);
      const given = await world.auth.people.setRoles(
        { identifier: ADA },
        { roles: [role], force: true, by: hostCode('host') },
      );
      expect(given).toMatchObject({ roles: [role] });
      expect(await follow(world, late, PASSWORD)).toBe('already-exists');
      expect(await mailTo(world)).toMatchObject({ kind: 'sign-up-taken' });
      // Nor does the flow that was open then: it has the mailbox alone.
      expect(await world.auth.enroll.secret(left.caller, 'totp')).toMatchObject({ refused: expect.any(String) });
      expect(await world.auth.signIn.status(left.caller, { local: true })).not.toMatchObject({
        answer: { status: 'enroll' },
      });
      await world.auth.close();
    },
  );

  it('of 20 at once with two links makes one account with one session', async () => {
    const world = await embedded();
    const links = [await linkTo(world), await linkTo(world)];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) => follow(world, links[place % 2] ?? '', PASSWORD)),
    );
    expect(answers.filter((answer) => answer === 'complete')).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer !== 'complete'))).toEqual(
      new Set(['invalid-credentials', 'already-exists']),
    );
    expect(await identifiers(world)).toEqual([ADA]);
    await world.auth.close();
  });

  it('is no way round a blocked mailbox, a forbidden method, or a host that does not know the person', async () => {
    const world = await embedded();
    await world.auth.people.create({ identifier: 'ben', email: 'ben@example.org', by: hostCode('host') });
    const token = await linkTo(world);
    await world.auth.people.block({ identifier: 'ben' }, { reason: 'left', by: hostCode('host') });
    expect(await mailTo(world, 'ben@example.org')).toMatchObject({ kind: 'sign-up-taken' });
    expect(await follow(world, token, PASSWORD)).toBe('complete');
    await world.auth.close();
    const bySso = await embedded({ policy: { methods: ['passkey'] } });
    expect(await follow(bySso, await linkTo(bySso), PASSWORD)).toBe('method-not-allowed');
    expect(await identifiers(bySso)).toEqual([]);
    await bySso.auth.close();
    const unknown = await embedded({ resolveSubject: () => undefined });
    expect(await follow(unknown, await linkTo(unknown), PASSWORD)).toBe('no-way-in');
    expect(await identifiers(unknown)).toEqual([]);
    await unknown.auth.close();
  });

  it('mails at most five times an hour, answers the same to every address, and refuses what is none', async () => {
    const world = await embedded();
    for (let mails = 0; mails < 7; mails++) await mailTo(world);
    expect(world.mails).toHaveLength(5);
    for (const email of ['', 'ada', 'ada@', `${'a'.repeat(65)}@example.org`, 'a@b, c@d'])
      expect(await world.auth.signUp.begin(STRANGER, { email })).toMatchObject({ refused: 'malformed-input' });
    await world.auth.close();
    const silent = await embedded({ sendMail: undefined as never });
    expect(await silent.auth.signUp.begin(STRANGER, { email: ADA })).toMatchObject({ refused: 'mail-unavailable' });
    await silent.auth.close();
  });

  it('leaves the link usable if the store fails in between', async () => {
    const world = await embedded();
    const token = await linkTo(world);
    const { commit } = world.store;
    Object.assign(world.store, {
      commit: async () => {
        throw Object.assign(new Error('the store is gone'), { code: 'store-unavailable' });
      },
    });
    await expect(follow(world, token, PASSWORD)).rejects.toThrow('the store is gone');
    Object.assign(world.store, { commit });
    expect(await identifiers(world)).toEqual([]);
    expect(await follow(world, token, PASSWORD)).toBe('complete');
    await world.auth.close();
  });
});
