import type { PolicyInput } from '@sallyport/core';
import { type Caller, type Directory, hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import {
  DORA,
  type Enrolling,
  enrolling,
  MINUTE,
  NUMBER,
  raising,
  registration,
  STEP_UPS,
  WRONG,
} from './enrolling.test-support.ts';

const SMS = 'sms-code';
const EVE = 'eve@example.org';

/** Every request by which a factor is set up; `response` is what an authenticator answered elsewhere. */
async function requests(at: Enrolling): Promise<[name: string, ask: (caller: Caller) => Promise<unknown>][]> {
  const { enroll }: Sallyport = at.world.auth;
  const response = await registration(at, at.client);
  return [
    ['a secret', (caller) => enroll.secret(caller, 'totp')],
    ['the code of a secret', (caller) => enroll.confirmCode(caller, 'totp', { code: '123456' })],
    ['an address', (caller) => enroll.code(caller, SMS, { address: NUMBER })],
    ['the code of an address', (caller) => enroll.confirmCode(caller, SMS, { code: '123456' })],
    ['the options of a passkey', (caller) => enroll.passkeyOptions(caller)],
    ['a passkey', (caller) => enroll.passkey(caller, { response })],
  ];
}

/** What all of these requests are refused with. */
async function refusals(at: Enrolling, caller: Caller): Promise<unknown> {
  const unchanged = await at.account();
  await at.news();
  const answers = new Set<string>();
  for (const [, ask] of await requests(at)) answers.add(JSON.stringify(await ask(caller)));
  expect(await at.account()).toEqual(unchanged);
  expect(await at.news()).toEqual([]);
  expect(await at.counted()).toEqual([]);
  expect(at.texts).toEqual([]);
  expect([...answers]).toHaveLength(1);
  return JSON.parse([...answers][0] ?? '');
}

describe('where a factor is set up', () => {
  it('W8 nowhere without a flow and a session', async () => {
    const at = await enrolling();
    const { tenant, mode, sessionToken = '', flowToken = '' } = at.client.caller;
    const nobody: Caller = { tenant, mode };
    expect(await refusals(at, nobody)).toEqual({ refused: 'no-session' });
    expect(await refusals(at, { ...nobody, sessionToken: 'of nobody' })).toEqual({ refused: 'no-session' });
    expect(await refusals(at, { ...nobody, flowToken })).toEqual({ refused: 'flow-expired' });
    expect(await refusals(at, { ...nobody, flowToken, sessionToken: 'of nobody' })).toEqual({
      refused: 'flow-expired',
    });
    expect(await refusals(at, { ...nobody, mode: 'cookie', sessionToken })).toEqual({ refused: 'no-session' });
    await at.world.auth.close();
  });

  it('X9 not in a session, whose account may be another, if the client continues a flow that is over', async () => {
    const at = await enrolling();
    const { client } = at;
    const { flowToken: _, ...inSession } = client.caller;
    for (const caller of [client.caller, inSession])
      expect(await refusals(at, { ...caller, continues: true })).toEqual({ refused: 'flow-expired' });
    expect(isRefusal(await at.world.auth.enroll.secret(client.caller, 'totp'))).toBe(false);
    await at.world.auth.close();
  });

  it('X9 in the session alone, if the client says so beside a flow of another account', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const { enroll } = world.auth;
    const eve = new Client(world);
    const id = await newAccount(world, EVE);
    await eve.signsInByMail(EVE);
    const { tenant, mode, flowToken = '' } = (await raising(at, 'key', eve)).caller;
    const beside: Caller = { ...client.caller, flowToken };
    const inSession: Caller = { ...beside, continues: false };
    expect(await enroll.passkeyOptions(beside)).toMatchObject({ user: { name: EVE } });
    expect(await refusals(at, { tenant, mode, flowToken, continues: false })).toEqual({ refused: 'no-session' });

    const tab = new Client(world);
    tab.caller = inSession;
    const response = await registration(at, tab);
    expect(await enroll.passkey(beside, { response })).toEqual(WRONG);
    expect(await enroll.passkey(inSession, { response })).toMatchObject({ answer: { status: 'complete' } });
    expect((await at.account()).passkeys).toHaveLength(1);
    expect((await storedAccount(world.store, id)).passkeys).toEqual([]);
    await world.auth.close();
  });

  it('X9 in a session with recent proof, whatever became of a flow', async () => {
    const at = await enrolling({ policy: { ...STEP_UPS, recentProof: '20m' } });
    const { world, client } = at;
    const asked = () => world.auth.enroll.secret(client.caller, 'totp');
    world.now += 20 * MINUTE;
    expect(isRefusal(await asked())).toBe(false);
    world.now += 1;
    expect(client.caller.flowToken).toBeDefined();
    expect(await asked()).toMatchObject({ refused: 'insufficient-strength', demand: { strengths: ['baseline'] } });
    await world.auth.close();
  });

  it('W7 in the flow, if it asks for that; for anything else in the session of the same client', async () => {
    const at = await enrolling();
    const { world } = at;
    const tab = await raising(at, 'key');
    await world.auth.enroll.secret(tab.caller, 'totp');
    expect(await at.account()).toHaveProperty('pendingSecret');
    const { sessionToken: _, ...caller } = tab.caller;
    expect(await world.auth.enroll.secret(caller, 'totp')).toEqual({ refused: 'method-not-allowed' });
    expect(await world.auth.enroll.confirmCode(caller, SMS, { code: '123456' })).toEqual({
      refused: 'method-not-allowed',
    });
    expect(await at.counted()).toEqual([]);
    await world.auth.close();
  });

  it('W7 X5 not in a flow of another mode, and the guess at it is given back', async () => {
    const at = await enrolling();
    const { sessionToken: _, ...caller } = (await raising(at, 'texted')).caller;
    expect(await refusals(at, { ...caller, mode: 'cookie' })).toEqual({ refused: 'flow-expired' });
    expect(await at.world.auth.enroll.code(caller, SMS, { address: NUMBER })).toEqual({ sentTo: '•••• 12' });
    await at.world.auth.close();
  });

  it.each([DORA, 'nobody@example.org'])(
    'X6 not in a flow in which nothing was proved yet, for %s',
    async (identifier) => {
      const at = await enrolling();
      const stranger = new Client(at.world);
      await stranger.keeps(at.world.auth.signIn.begin(stranger.caller, { identifier }));
      expect(await refusals(at, stranger.caller)).toEqual({ refused: 'invalid-credentials' });
      await at.world.auth.close();
    },
  );

  it('X9 not in a step-up whose session was signed out, and the client forgets that flow', async () => {
    const at = await enrolling();
    const { enroll, people } = at.world.auth;
    const { sessionToken: _, ...caller } = (await raising(at, 'app')).caller;
    await people.endSessions({ accountId: (await at.account()).id }, { by: hostCode('host') });
    const over = { refused: 'flow-expired', keep: { mode: 'token', flow: null } };
    expect(await enroll.secret(caller, 'totp')).toEqual(over);
    expect(await enroll.confirmCode(caller, 'totp', { code: '123456' })).toEqual(over);
    expect(await enroll.passkeyOptions(caller)).toEqual(over);
    await at.world.auth.close();
  });

  it('X25 not in a flow whose account was deleted meanwhile', async () => {
    const at = await enrolling();
    const { enroll, people } = at.world.auth;
    const { sessionToken: _, ...caller } = (await raising(at, 'app')).caller;
    await people.delete({ accountId: (await at.account()).id }, { by: hostCode('host') });
    expect(await enroll.secret(caller, 'totp')).toEqual({ refused: 'invalid-credentials' });
    expect(await enroll.confirmCode(caller, 'totp', { code: '123456' })).toEqual({ refused: 'invalid-credentials' });
    await at.world.auth.close();
  });

  it('W7 not in a flow that can go on with what the account has', async () => {
    const at = await enrolling();
    const waiting = new Client(at.world);
    const { signIn } = at.world.auth;
    await waiting.keeps(signIn.begin(waiting.caller, { identifier: DORA, password: PASSWORD }));
    expect(await refusals(at, waiting.caller)).toEqual({ refused: 'method-not-allowed' });
    await at.world.auth.close();
  });
});

describe('a first strong factor that is set up in a session', () => {
  const VOUCHED: PolicyInput<string> = { ...STEP_UPS, enrollment: { firstFactor: 'vouched' } };

  it('P3 takes an administrator’s word where the policy says so, and the next one takes none', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const vouched = () => world.auth.policy.set('default', VOUCHED, { ifVersion: 1, by: hostCode('host') });
    const begun = await world.auth.enroll.secret(client.caller, 'totp');
    if (isRefusal(begun)) throw new Error(begun.refused);
    expect(await vouched()).toMatchObject({ version: 2 });
    const vouching = [expect.objectContaining({ code: 'enrollment-needs-vouching' })];
    expect(await world.auth.enroll.secret(client.caller, 'totp')).toEqual({ refused: 'no-way-in', because: vouching });
    expect(await world.auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(begun.secret) })).toEqual({
      refused: 'no-way-in',
      because: vouching,
    });
    expect(await at.account()).not.toHaveProperty('totp');
    await world.auth.close();
  });

  it('X10 is refused to somebody who can give one proof only, until an administrator vouches', async () => {
    const entry = { key: 'one', dn: 'uid=erin,dc=example', subject: '11111111-1111-4111-8111-111111111111' };
    const directory: Directory = {
      ...{ id: 'ldap', name: 'Directory', roles: [] },
      find: async () => ({ outcome: 'found', entry }),
      verify: async () => ({ subject: entry.subject, roles: [] }),
      close: async () => {},
    };
    const policy: PolicyInput<string> = { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } };
    const world = await embedded({ directory, policy });
    const erin = new Client(world);
    await erin.keeps(world.auth.signIn.begin(erin.caller, { identifier: 'erin', password: 'of the directory' }));
    const vouching = { refused: 'no-way-in', because: [{ code: 'enrollment-needs-vouching' }] };
    expect(await world.auth.enroll.secret(erin.caller, 'totp')).toMatchObject(vouching);

    // The guard of an address or a link answers the same, and no session is sent into a step-up that ends so.
    const guard = (needs: 'set-up' | 'recent-proof') => world.auth.sessions.guard(erin.caller, { needs });
    expect(await guard('set-up')).toMatchObject(vouching);
    expect(isRefusal(await guard('recent-proof'))).toBe(false);
    world.now += 3_600_000;
    expect(await guard('set-up')).toMatchObject(vouching);
    expect(await world.auth.enroll.secret(erin.caller, 'totp')).toMatchObject(vouching);
    expect(await guard('recent-proof')).toMatchObject({
      refused: 'insufficient-strength',
      demand: { strengths: ['single'], maxAgeSeconds: 900 },
    });
    await world.auth.close();
  });
});
