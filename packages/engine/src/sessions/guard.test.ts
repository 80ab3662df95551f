import { type Instant, instant, milliseconds, type PolicyInput } from '@sallyport/core';
import type { AccountRecord, Guard, LiveSession, PasskeyRecord, Refusal, SessionRecord } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { expect, it } from 'vitest';
import { CheckedSession } from '../acts/checked-session.ts';
import { byApp, byPasskey, byPassword, HOUR, MINUTE, planted } from './planted.test-support.ts';

const QUARTER = 15 * MINUTE;

const key = (createdAt: Instant): PasskeyRecord => ({
  ...{ id: 'k', publicKey: 'pQECAyYgASFYIA', counter: 0, transports: [], name: 'key', createdAt },
  ...{ userVerified: true, backupEligible: true, backedUp: true, attested: false },
  aaguid: '00000000-0000-0000-0000-000000000000',
});

interface Case {
  readonly policy?: PolicyInput<string>;
  /** The account has a passkey beside its password and its authenticator app. */
  readonly hasPasskey?: true;
  readonly account?: Partial<AccountRecord>;
  readonly session?: Partial<SessionRecord>;
  /** What was proved, so long ago. */
  readonly proved?: readonly (readonly [typeof byPassword | typeof byApp | typeof byPasskey, number])[];
}

/** What comes of a guard for somebody's session. */
async function asked(guard: Guard, given: Case = {}): Promise<LiveSession | Refusal> {
  const { world, account, session } = await planted({ policy: { requiredStrength: 'single', ...given.policy } });
  const now = instant(world.now);
  const passkeys = given.hasPasskey === true ? [key(now)] : [];
  const owner = await account('dora', { passkeys, ...given.account });
  const evidence = (given.proved ?? [[byPassword, HOUR]]).map(([by, ago]) => by(now - ago));
  const caller = await session(owner, 'here', { evidence, ...given.session });
  return world.auth.sessions.guard(caller, guard);
}

const insufficient = (strength: string, maxAgeSeconds?: number) => ({
  refused: 'insufficient-strength',
  demand: { strengths: [strength], maxAgeSeconds },
});
const granted = expect.any(CheckedSession);
const FORBIDDEN = { refused: 'not-permitted' };

const password = (ago: number) => [byPassword, ago] as const;
const app = (ago: number) => [byApp, ago] as const;
const passkey = (ago: number) => [byPasskey, ago] as const;

it.each<[string, Guard, Case, unknown]>([
  ['of a strength that is proved', { needs: 'strength', strength: 'single' }, {}, granted],
  ['of a strength that is not', { needs: 'strength', strength: 'enhanced' }, {}, insufficient('enhanced')],
  ['of a strength that it alone asks for', { needs: 'strength', strength: 'baseline' }, {}, insufficient('baseline')],
  [
    'of a strength within as long as its oldest proof is old',
    { needs: 'strength', strength: 'enhanced', within: milliseconds(5_999) },
    { proved: [password(5_999), app(0)] },
    granted,
  ],
  [
    'of a strength within a moment less',
    { needs: 'strength', strength: 'enhanced', within: milliseconds(5_998) },
    { proved: [password(5_999), app(0)] },
    insufficient('enhanced', 5),
  ],
  ['of a sign-in as old as this', { needs: 'recent-sign-in', within: '1h' }, {}, granted],
  [
    'of a sign-in a moment younger',
    { needs: 'recent-sign-in', within: milliseconds(HOUR - 1) },
    {},
    insufficient('single', 3_599),
  ],
])('X8 a route that asks for a proof, %s', async (_, guard, given, answer) => {
  expect(await asked(guard, given)).toEqual(answer);
});

const PROOF: Guard = { needs: 'recent-proof' };

it.each<[string, Case, unknown]>([
  ['an app proves it by both', { proved: [password(QUARTER), app(QUARTER)] }, granted],
  ['an app did so a moment too long ago', { proved: [password(QUARTER + 1), app(0)] }, insufficient('enhanced', 900)],
  ['an app shows its password alone', { proved: [password(0)] }, insufficient('enhanced', 900)],
  ['a passkey shows it', { hasPasskey: true, proved: [passkey(QUARTER)] }, granted],
  [
    'a passkey shows the others',
    { hasPasskey: true, proved: [password(0), app(0)] },
    insufficient('phishing-resistant', 900),
  ],
  ['a password alone shows it', { account: { totp: undefined }, proved: [password(0)] }, granted],
])(
  'X9 a change of factors takes the strongest proof, a quarter of an hour old at most: who has %s',
  async (_, given, answer) => {
    expect(await asked(PROOF, given)).toEqual(answer);
  },
);

it('X9 the policy says how old such a proof may be', async () => {
  const policy: PolicyInput<string> = { recentProof: '1h' };
  expect(await asked(PROOF, { policy, proved: [password(HOUR), app(HOUR)] })).toEqual(granted);
  expect(await asked(PROOF, { policy, proved: [password(HOUR + 1), app(HOUR)] })).toEqual(
    insufficient('enhanced', 3_600),
  );
});

const PEOPLE: Guard = { needs: 'administrator', of: 'people' };
const POLICY: Guard = { needs: 'administrator', of: 'policy' };
const is = (role: string, part: Partial<AccountRecord> = {}): Case => ({
  account: { roles: [role], ...part },
  proved: [password(QUARTER), app(QUARTER)],
});

it.each<[string, Guard, Case, unknown]>([
  ['people, by who administers people', PEOPLE, is('admin'), granted],
  ['people, by who administers the policy', PEOPLE, is('super-admin'), granted],
  ['people, by somebody else', PEOPLE, is('reader'), FORBIDDEN],
  ['the policy, by who administers it', POLICY, is('super-admin'), granted],
  ['the policy, by who administers people', POLICY, is('admin'), FORBIDDEN],
  ['people, by somebody else with too little', PEOPLE, { proved: [password(HOUR)] }, FORBIDDEN],
  ['people, by a password alone', PEOPLE, { ...is('admin'), proved: [password(0)] }, insufficient('enhanced', 900)],
  [
    'people, by a password alone, where the account has no more',
    PEOPLE,
    { ...is('admin', { totp: undefined }), proved: [password(0)] },
    insufficient('enhanced', 900),
  ],
  [
    'people, by a proof a moment too old',
    PEOPLE,
    { ...is('admin'), proved: [password(0), app(QUARTER + 1)] },
    insufficient('enhanced', 900),
  ],
  [
    'people, by an app, where the account has a passkey',
    PEOPLE,
    { ...is('admin'), hasPasskey: true },
    insufficient('phishing-resistant', 900),
  ],
  ['people, by that passkey', PEOPLE, { ...is('admin'), hasPasskey: true, proved: [passkey(QUARTER)] }, granted],
  [
    'what is for emergencies, by an emergency account',
    { ...POLICY, emergency: true },
    is('super-admin', { emergency: true }),
    granted,
  ],
  ['what is for emergencies, by another account', { ...POLICY, emergency: true }, is('super-admin'), FORBIDDEN],
  [
    'what is for emergencies, by one that was one',
    { ...POLICY, emergency: true },
    is('super-admin', { emergency: false }),
    FORBIDDEN,
  ],
  ['what is not, by an emergency account', POLICY, is('super-admin', { emergency: true }), granted],
])('W4 X16 administration of %s', async (_, guard, given, answer) => {
  expect(await asked(guard, given)).toEqual(answer);
});

const LIVE: Guard = { needs: 'session' };
const TIGHT: PolicyInput<string> = { requiredStrength: 'enhanced', onTighten: 'step-up' };

it('N10 a session that falls short of a tightened policy may look, leave and step up, and nothing else', async () => {
  const before = { session: { policyVersion: 0 }, policy: TIGHT };
  expect(await asked(LIVE, before)).toEqual(insufficient('enhanced'));
  expect(await asked({ needs: 'strength', strength: 'single' }, before)).toEqual(insufficient('enhanced'));
  expect(await asked({ ...LIVE, evenIfTightened: true }, before)).toEqual(granted);
  expect(await asked(LIVE, { ...before, proved: [password(HOUR), app(HOUR)] })).toEqual(granted);
});

it.each<[string, PolicyInput<string>]>([
  ['next-request', { onTighten: 'next-request' }],
  ['revoke', { onTighten: 'revoke' }],
])('N10 a session that falls short under %s is over even for looking', async (_, policy) => {
  const before = { session: { policyVersion: 0 }, policy: { ...TIGHT, ...policy } };
  expect(await asked({ ...LIVE, evenIfTightened: true }, before)).toEqual({ refused: 'no-session' });
});

it('W5 a session that falls short under next-sign-in is left alone', async () => {
  const policy: PolicyInput<string> = { ...TIGHT, onTighten: 'next-sign-in' };
  expect(await asked(LIVE, { session: { policyVersion: 0 }, policy })).toEqual(granted);
  expect(await asked({ ...LIVE, evenIfTightened: true }, { session: { policyVersion: 0 }, policy })).toEqual(granted);
});

it('W5 N10 a policy that another process put in force judges sessions from then on', async () => {
  const { world, account, session, policy } = await planted();
  const caller = await session(await account('dora'), 'here');
  expect(await world.auth.sessions.guard(caller, LIVE)).toEqual(granted);
  await policy({ ...TIGHT, onTighten: 'next-request' }, world.now);
  expect(await world.auth.sessions.guard(caller, LIVE)).toEqual({ refused: 'no-session' });
});

it('X11 a session is good for the mode in which its sign-in was, and for no other', async () => {
  const { world, account, session } = await planted();
  const caller = await session(await account('dora'), 'here', { mode: 'cookie' });
  expect(await world.auth.sessions.guard(caller, LIVE)).toEqual(granted);
  expect(await world.auth.sessions.guard({ ...caller, mode: 'token' }, LIVE)).toEqual({ refused: 'no-session' });
});

it('X11 who shows no token has no session, and the store is not asked', async () => {
  const { world, checks } = await planted();
  const { tenant, mode } = {
    tenant: forAdapters(world.auth).tenantOf({ headers: {}, path: '/' }),
    mode: 'token',
  } as const;
  expect(await world.auth.sessions.guard({ tenant, mode }, LIVE)).toEqual({ refused: 'no-session' });
  expect(checks).toEqual([]);
});

it.each<[string, object, RegExp]>([
  ['needs something misspelt', { needs: 'strenght', strength: 'phishing-resistant' }, /did you mean `strength`/i],
  ['needs nothing', {}, /`needs` is of type undefined/],
  ['is none', null as unknown as object, /`needs` is of type undefined/],
  ['has a misspelt age', { needs: 'strength', strength: 'single', withn: '5m' }, /did you mean `within`/i],
  ['has another member', { needs: 'recent-proof', within: '5m' }, /no member `within`/],
  ['names no strength', { needs: 'strength' }, /no `strength`/],
  ['has no age', { needs: 'recent-sign-in' }, /no `within`/],
  ['does not say what is administered', { needs: 'administrator' }, /no `of`/],
  ['is a member of every object', { needs: 'constructor' }, /`needs` is 'constructor'/],
])('X8 a guard from JavaScript that %s lets nobody in', async (_, guard, message) => {
  const { world, account, session, checks } = await planted();
  const caller = await session(await account('dora'), 'here');
  const asking = () => world.auth.sessions.guard(caller, guard as Guard);
  for (const _again of [1, 2]) {
    await expect(asking()).rejects.toMatchObject({ code: 'bad-demand' });
    await expect(asking()).rejects.toThrow(message);
  }
  expect(checks).toEqual([]);
});
