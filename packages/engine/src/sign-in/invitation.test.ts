import { type FlowAnswer, type HostCode, hostCode, isRefusal, type LiveSession, type Refusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { office } from '../administration/office.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, provesNow, TENANT } from '../embedded.test-support.ts';

const IDA = 'ida@example.org';
const who = { identifier: IDA };
const STRANGER = { tenant: TENANT, mode: 'token' } as const;
const WEEK = 7 * 24 * 60 * 60_000;

/** Invites, and returns the token of the mail. */
async function invited(
  { auth, mails }: Embedded,
  by: LiveSession | HostCode = hostCode('hr'),
  roles: string[] = [],
): Promise<string> {
  const made = await auth.people.create({ identifier: IDA, email: IDA, roles, invite: true, by });
  if (isRefusal(made)) throw new Error((made as Refusal).refused);
  const mail = mails.at(-1);
  if (mail?.kind !== 'invitation' || mail.to !== IDA) throw new Error(`mailed ${mail?.kind}`);
  return mail.token ?? '';
}

async function follow(world: Embedded, token: string, password?: string, client = new Client(world)): Promise<string> {
  const reply = await world.auth.invitations.accept(client.caller, { token, password });
  if (isRefusal(reply)) return (reply as Refusal).refused;
  return (await client.keeps(Promise.resolve(reply))).answer.status;
}

async function passkeyOf(world: Embedded, client: Client): Promise<FlowAnswer> {
  const options = await world.auth.enroll.passkeyOptions(client.caller);
  if (isRefusal(options)) throw new Error((options as Refusal).refused);
  const { origin } = world.auth;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin });
  return (await client.keeps(world.auth.enroll.passkey(client.caller, { response }))).answer;
}

const typesOf = async ({ auth }: Embedded) => (await auth.events()).events.map(({ type }) => type).slice(1);

describe('X21 an invitation', () => {
  it('opens the first sign-in once, with a password that is the person’s own', async () => {
    const world = await embedded();
    const token = await invited(world);
    const client = new Client(world);
    expect(await follow(world, token, PASSWORD, client)).toBe('complete');
    expect(await follow(world, token, PASSWORD)).toBe('invalid-credentials');
    expect((await client.session()).accountId).toBe((await world.auth.people.find(who))?.accountId);
    const again = new Client(world);
    expect((await again.signsInByMail(IDA)).answer.status).toBe('complete');
    expect((await client.enrollsTotp()).reply.answer).toMatchObject({ backupCodes: expect.any(Array) });
    expect((await typesOf(world)).slice(0, 3)).toEqual(['account.invited', 'sign-in.started', 'sign-in.succeeded']);
    await world.auth.close();
  });

  it('W14 leads to a set-up under a mandate or without a password, and never past the policy', async () => {
    const world = await embedded({ policy: { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } });
    const token = await invited(world);
    const client = new Client(world);
    expect(await follow(world, token, PASSWORD, client)).toBe('enroll');
    const early = await world.auth.signIn.begin(STRANGER, { ...who, password: PASSWORD });
    expect(early).toMatchObject({ refused: 'invalid-credentials' });
    expect((await client.enrollsTotp()).reply.answer.status).toBe('complete');
    await world.auth.close();
    const other = await embedded();
    const reply = await other.auth.invitations.accept(STRANGER, { token: await invited(other) });
    expect(reply).toMatchObject({ answer: { status: 'enroll', offer: [{ method: 'passkey' }] } });
    await other.auth.close();
  });

  it('opens the first sign-in again after somebody began it and left, and the sign-in that was left is over', async () => {
    const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
    const token = await invited(world);
    const settingUp = async () => (await world.auth.people.list({ tenant: TENANT, query: IDA })).accounts[0]?.settingUp;
    const left = new Client(world);
    expect(await follow(world, token, PASSWORD, left)).toBe('enroll');
    world.now += 30 * 60_000 - 1;
    expect(await follow(world, token, PASSWORD)).toBe('invalid-credentials');
    expect(await settingUp()).toEqual({ expiresAt: world.now + 1 });
    world.now += 1;
    expect(await settingUp()).toBeUndefined();
    const client = new Client(world);
    expect(await follow(world, token, `${PASSWORD} of the second time`, client)).toBe('enroll');
    expect(await world.auth.enroll.secret(left.caller, 'totp')).toMatchObject({ refused: 'flow-expired' });
    expect((await client.enrollsTotp()).reply.answer.status).toBe('complete');
    expect(await follow(world, token, PASSWORD)).toBe('invalid-credentials');
    world.now += WEEK / 7;
    expect(await follow(world, token, PASSWORD)).toBe('invalid-credentials');
    await world.auth.close();
  });

  it('X21 leads a person who chose no password to a password again, in the same client alone, and keeps no proof', async () => {
    const world = await embedded();
    const token = await invited(world);
    const client = new Client(world);
    expect(await follow(world, token, undefined, client)).toBe('enroll');
    const other = new Client(world);
    await other.keeps(world.auth.signIn.begin(other.caller, { ...who, password: PASSWORD })).catch(() => undefined);
    expect(await follow(world, token, PASSWORD, other)).toBe('invalid-credentials');
    const short = await world.auth.invitations.accept(client.caller, { token, password: 'short' });
    expect(short).toMatchObject({ refused: 'malformed-input', identifier: IDA });
    expect(await follow(world, token, undefined, client)).toBe('enroll');
    const answers = await Promise.all(Array.from({ length: 20 }, () => follow(world, token, PASSWORD, client)));
    expect(answers.filter((answer) => answer === 'complete')).toHaveLength(1);
    expect(await follow(world, token, PASSWORD, client)).toBe('invalid-credentials');
    expect(await world.auth.signIn.begin(STRANGER, { ...who, password: PASSWORD })).toHaveProperty('answer');
    await world.auth.close();
  });

  it('X21 W14 the link that is followed again leads past no policy, changes no chosen password, and has its time', async () => {
    const two = { anyOf: [[{ method: 'passkey' }, { method: 'totp' }]] } as const;
    const world = await embedded({ policy: { requiredStrength: 'two', strengths: { two } } });
    const token = await invited(world);
    const client = new Client(world);
    const offers = async (password?: string) => {
      const reply = await client.keeps(world.auth.invitations.accept(client.caller, { token, password }));
      return reply.answer.status === 'enroll' ? reply.answer.offer.map(({ method }) => method) : reply.answer.status;
    };
    expect(await offers()).toEqual(['passkey', 'totp']);
    expect((await client.enrollsTotp()).reply.answer).toMatchObject({ offer: [{ method: 'passkey' }] });
    // The app may be of somebody who left the same browser.
    expect(await offers(PASSWORD)).toEqual(['passkey', 'totp']);
    expect(await passkeyOf(world, client)).toMatchObject({ status: 'enroll', offer: [{ method: 'totp' }] });
    expect(await follow(world, token, `${PASSWORD} of another person`, client)).toBe('invalid-credentials');
    world.now += 30 * 60_000;
    expect(await follow(world, token, undefined, client)).not.toBe('invalid-credentials');
    await world.auth.people.withdrawInvitation(who, { by: hostCode('hr') });
    expect(await follow(world, token, PASSWORD, client)).toBe('invalid-credentials');
    await world.auth.close();
  });

  it('X21 keeps the chosen password through two set-ups, where the policy asks for three factors', async () => {
    const three = { anyOf: [[{ method: 'password' }, { method: 'totp' }, { method: 'passkey' }]] } as const;
    const world = await embedded({ policy: { requiredStrength: 'three', strengths: { three } } });
    const client = new Client(world);
    expect(await follow(world, await invited(world), PASSWORD, client)).toBe('enroll');
    expect((await client.enrollsTotp()).reply.answer.status).toBe('enroll');
    expect((await passkeyOf(world, client)).status).toBe('complete');
    const again = await world.auth.signIn.begin(STRANGER, { ...who, password: PASSWORD });
    expect(again).toMatchObject({ answer: { status: 'continue' } });
    await world.auth.close();
  });

  it('is sent again and taken back: a link before is void, also in a flow that it opened', async () => {
    const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
    const { people } = world.auth;
    const first = await invited(world);
    const begun = new Client(world);
    expect(await follow(world, first, PASSWORD, begun)).toBe('enroll');
    expect(await people.invite(who, { by: hostCode('hr') })).toMatchObject({ identifiers: [IDA] });
    expect(await world.auth.enroll.secret(begun.caller, 'totp')).toMatchObject({ refused: expect.any(String) });
    const second = world.mails.at(-1)?.token ?? '';
    expect(second).not.toBe(first);
    expect(await people.withdrawInvitation(who, { by: hostCode('hr') })).toBeUndefined();
    expect(await people.withdrawInvitation(who, { by: hostCode('hr') })).toEqual({ refused: 'not-found' });
    expect(await follow(world, second, PASSWORD)).toBe('invalid-credentials');
    expect(await people.invite(who, { by: hostCode('hr') })).toMatchObject({ identifiers: [IDA] });
    const client = new Client(world);
    expect(await follow(world, world.mails.at(-1)?.token ?? '', PASSWORD, client)).toBe('enroll');
    expect((await client.enrollsTotp()).reply.answer.status).toBe('complete');
    // Somebody has signed in: nobody is invited any more.
    expect(await people.invite(who, { by: hostCode('hr') })).toEqual({ refused: 'not-found' });
    expect(await typesOf(world)).toEqual(expect.arrayContaining(['invitation.sent', 'invitation.withdrawn']));
    await world.auth.close();
  });

  it('ends after seven days, with a block, and for who made its token up', async () => {
    const world = await embedded();
    const token = await invited(world);
    for (const wrong of ['', 'x', '.', token.slice(0, -1), `${token}a`, 'x'.repeat(256)])
      expect(await follow(world, wrong, PASSWORD), wrong).toBe('invalid-credentials');
    expect(await follow(world, token, 'short')).toBe('malformed-input');
    world.now += WEEK;
    expect(await world.auth.invitations.accept(STRANGER, { token, password: 'short' })).toEqual({
      refused: 'invalid-credentials',
    });
    expect(await follow(world, token, PASSWORD)).toBe('invalid-credentials');
    const { people } = world.auth;
    await people.invite(who, { by: hostCode('hr') });
    const before = world.mails.at(-1)?.token ?? '';
    await people.block(who, { by: hostCode('hr'), reason: 'a mistake' });
    expect(await follow(world, before, PASSWORD)).toBe('invalid-credentials');
    await people.invite(who, { by: hostCode('hr') });
    const during = world.mails.at(-1)?.token ?? '';
    expect(await follow(world, during, PASSWORD)).toBe('account-blocked');
    await people.unblock(who, { by: hostCode('hr') });
    expect(await follow(world, during, PASSWORD)).toBe('complete');
    await world.auth.close();
  });

  it('X21 tells the holder of the link alone for which sign-in name it is, with the refusal of a password', async () => {
    const world = await embedded();
    await world.auth.people.create({ identifier: 'ida', email: IDA, invite: true, by: hostCode('hr') });
    const token = world.mails.at(-1)?.token ?? '';
    const accept = (input: { token: string; password?: string }) => world.auth.invitations.accept(STRANGER, input);
    expect(await accept({ token, password: '-' })).toMatchObject({ refused: 'malformed-input', identifier: 'ida' });
    expect(await accept({ token: `${token}a`, password: '-' })).toEqual({ refused: 'invalid-credentials' });
    await world.auth.close();
  });

  it('of 20 at once opens one session', async () => {
    const world = await embedded();
    const token = await invited(world);
    const answers = await Promise.all(Array.from({ length: 20 }, () => follow(world, token, PASSWORD)));
    expect(answers.filter((answer) => answer === 'complete')).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer !== 'complete'))).toEqual(new Set(['invalid-credentials']));
    await world.auth.close();
  });

  it('N15 is the word of its administrator, and void with the right to vouch', async () => {
    const { world, memory } = await office();
    const amy = { identifier: 'amy@example.org' };
    await world.auth.people.create({ ...amy, roles: ['admin'], password: PASSWORD, by: hostCode('hr') });
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { ...amy, password: PASSWORD }));
    const token = await invited(world, await provesNow(world, memory, client, ['password', 'totp']));
    await world.auth.people.setRoles(amy, { roles: [], by: hostCode('hr') });
    expect(await follow(world, token, PASSWORD)).toBe('invalid-credentials');
    await world.auth.close();
  });

  it('needs an address and a mailer, and no password, and is not sent by who may not', async () => {
    const world = await embedded();
    const { people } = world.auth;
    const wrong = [{ email: undefined }, { password: PASSWORD }, { invite: 'yes' as never }];
    for (const more of wrong)
      expect(
        await people.create({ identifier: IDA, email: IDA, invite: true, by: hostCode('hr'), ...more }),
      ).toMatchObject({
        refused: 'malformed-input',
      });
    await world.auth.close();
    const silent = await embedded({ sendMail: undefined as never });
    expect(await silent.auth.people.create({ identifier: IDA, email: IDA, invite: true, by: hostCode('hr') })).toEqual({
      refused: 'mail-unavailable',
    });
    await silent.auth.close();
    const { world: administered } = await office();
    await invited(administered);
    const client = new Client(administered);
    await administered.auth.people.create({ identifier: 'bea', password: PASSWORD, by: hostCode('hr') });
    await client.keeps(administered.auth.signIn.begin(client.caller, { identifier: 'bea', password: PASSWORD }));
    const by = await client.session();
    expect(await administered.auth.people.invite(who, { by })).toEqual({ refused: 'not-permitted' });
    expect(await administered.auth.people.withdrawInvitation(who, { by })).toEqual({ refused: 'not-permitted' });
    await administered.auth.close();
  });
});
