import { definePolicy, instant, METHODS, type PolicyInput } from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { policySource } from '../kernel/policy-source.ts';
import { accountOf, byApp, byPassword, HOUR, MINUTE, sessionOf } from './planted.test-support.ts';
import { mayAffect, tighteningEffect } from './tightening.ts';

/** When a session that begins an hour earlier is asked about, unless told. */
const T = instant(Date.UTC(2031, 2, 3, 9));
const BEGUN = T - HOUR;

const LOOSE: PolicyInput<string> = { requiredStrength: 'single', onTighten: { after: '1h', then: 'next-request' } };
const TIGHT: PolicyInput<string> = { ...LOOSE, requiredStrength: 'enhanced' };
const WRITERS: PolicyInput<string> = {
  ...LOOSE,
  roles: { writer: { requiredStrength: 'enhanced' }, editor: { requiredStrength: 'enhanced' } },
};

interface Given {
  /** The policy of the code, which is in force before any other. */
  readonly code?: PolicyInput<string>;
  /** The versions of the policy, from the first one on, and when each came into force. */
  readonly versions: readonly (readonly [PolicyInput<string>, number])[];
  /** Gained after the session was made, unless told when. */
  readonly gains?: readonly { readonly role: string; readonly at: number }[];
  readonly account?: Partial<AccountRecord>;
  readonly session?: Partial<SessionRecord>;
}

/** What becomes of somebody's session, made by a password under the first version, at some moment; and how often versions were read. */
async function at(moment: number, { code = LOOSE, versions, gains = [], account, session }: Given) {
  const store = memoryStore();
  let pages = 0;
  const parts = { host: { methods: METHODS }, firstPolicy: definePolicy(code) };
  const policies = policySource(
    () => parts,
    () => {},
    () => instant(moment),
  );
  let inForce = policies.known(TENANT);
  for (const [index, [document, changedAt]] of versions.entries()) {
    const version = index + 1;
    const policy = {
      tenant: TENANT,
      version,
      document: { ...document },
      changedBy: 'ada',
      changedAt: instant(changedAt),
    };
    await store.commit({ tenant: TENANT, now: T, guards: {}, policy, events: [] });
    inForce = policies.learn(policy);
  }
  const kernel = {
    policies,
    store: {
      async listPolicyVersions(...asked: Parameters<typeof store.listPolicyVersions>) {
        pages += 1;
        return store.listPolicyVersions(...asked);
      },
    },
  } as unknown as Kernel;
  const roleGains = gains.map((gain) => ({ ...gain, at: instant(gain.at) }));
  const dora = accountOf('dora', T, { roles: gains.map(({ role }) => role), roleGains, ...account });
  const record = sessionOf(dora, 'here', T, { createdAt: instant(BEGUN), ...session });
  const now = instant(moment);
  if (!mayAffect(inForce, record, dora, now)) return { ...GOES_ON, pages };
  return { ...(await tighteningEffect(kernel, inForce, record, dora, now)), pages };
}

const act = (onTighten: NonNullable<PolicyInput<string>['onTighten']>): Given => ({
  versions: [
    [LOOSE, 0],
    [{ ...TIGHT, onTighten }, T],
  ],
});
const strong = { session: { evidence: [byPassword(BEGUN), byApp(BEGUN)] } };
const [GOES_ON, OVER] = [{ verdict: 'goes-on' }, { verdict: 'over' }];

it('N10 without a grace a session that falls short is over at once, held back, or left alone, as the policy says', async () => {
  expect(await at(T, act('next-request'))).toEqual({ ...OVER, pages: 0 });
  expect(await at(T, act('revoke'))).toEqual({ ...OVER, pages: 0 });
  expect(await at(T, act('step-up'))).toEqual({ verdict: 'step-up', strengths: ['enhanced'], pages: 0 });
  expect(await at(T, act('next-sign-in'))).toEqual({ ...GOES_ON, pages: 0 });
  expect(await at(T, { ...act('next-request'), ...strong })).toEqual({ ...GOES_ON, pages: 0 });
  expect(await at(T, { ...act('next-request'), session: { policyVersion: 2 } })).toEqual({ ...GOES_ON, pages: 0 });
});

it('N10 a session that is held back is asked for what it lacks alone', async () => {
  const roles = { writer: { requiredStrength: 'enhanced' }, auditor: { requiredStrength: 'phishing-resistant' } };
  const policy: PolicyInput<string> = { requiredStrength: 'single', roles, onTighten: 'step-up' };
  const account = { roles: ['writer', 'auditor'] };
  const given = {
    versions: [
      [LOOSE, 0],
      [policy, T],
    ],
    account,
    ...strong,
  } as const;
  expect(await at(T, given)).toMatchObject({ verdict: 'step-up', strengths: ['phishing-resistant'] });
});

it('N10 without a grace a session is over at once also where another process, whose clock is ahead, tightened', async () => {
  expect(await at(T - 1, act('next-request'))).toMatchObject(OVER);
});

it('N10 a session that falls short by a setting of its account alone goes on', async () => {
  const own = { account: { requiredStrength: 'enhanced' } };
  const reader = { ...own, gains: [{ role: 'reader', at: T }], account: { ...own.account, roles: ['reader'] } };
  expect(await at(T, { versions: [[{ ...LOOSE, onTighten: 'next-request' }, 0]], ...own })).toMatchObject(GOES_ON);
  expect(await at(T + 9 * HOUR, { versions: [[LOOSE, 0]], ...own })).toMatchObject(GOES_ON);
  expect(await at(T + 9 * HOUR, { versions: [[LOOSE, 0]], ...reader })).toMatchObject(GOES_ON);
});

const changed = (...documents: PolicyInput<string>[]) =>
  documents.map((document, index) => [document, T + 10 * index * MINUTE] as const);
const fifty = Array.from({ length: 50 }, (): PolicyInput<string> => TIGHT);

it.each<[string, number, Given]>([
  ['the change that tightened', T, { versions: [[LOOSE, 0], ...changed(TIGHT)] }],
  [
    'that one, however often the policy was saved since',
    T,
    { versions: [[LOOSE, 0], ...changed(TIGHT, TIGHT, TIGHT)] },
  ],
  [
    'that one, though others before it asked for no more',
    T + 20 * MINUTE,
    { versions: [[LOOSE, 0], ...changed(LOOSE, LOOSE, TIGHT)] },
  ],
  ['the first one, though it was taken back meanwhile', T, { versions: [[LOOSE, 0], ...changed(TIGHT, LOOSE, TIGHT)] }],
  [
    'the one after the session was made, whatever there was before',
    T + 10 * MINUTE,
    { versions: [[TIGHT, 0], ...changed(LOOSE, TIGHT)], session: { policyVersion: 2 } },
  ],
  [
    'the change, also where a setting of the account asked for as much before it',
    T,
    { versions: [[LOOSE, 0], ...changed(TIGHT)], account: { requiredStrength: 'enhanced' } },
  ],
  ['the role that asks for more', T, { versions: [[WRITERS, 0]], gains: [{ role: 'writer', at: T }] }],
  [
    'the first role that does, of several in whatever order',
    T,
    {
      versions: [[WRITERS, 0]],
      gains: [
        { role: 'writer', at: T + 20 * MINUTE },
        { role: 'reader', at: T - MINUTE },
        { role: 'editor', at: T },
      ],
    },
  ],
  [
    'the role that asks for more, not another that came before it',
    T,
    {
      versions: [[WRITERS, 0]],
      gains: [
        { role: 'reader', at: T - MINUTE },
        { role: 'writer', at: T },
      ],
    },
  ],
  [
    'a role that was gained with the session',
    BEGUN,
    { versions: [[WRITERS, 0]], gains: [{ role: 'writer', at: BEGUN }] },
  ],
  [
    'the change, where the account had the role before it',
    T,
    { versions: [[LOOSE, 0], ...changed(WRITERS)], gains: [{ role: 'writer', at: T - MINUTE }] },
  ],
  [
    'the role, where the change was before it',
    T + MINUTE,
    { versions: [[LOOSE, 0], ...changed(WRITERS)], gains: [{ role: 'writer', at: T + MINUTE }] },
  ],
  [
    'the change, where the role asks for nothing',
    T,
    { versions: [[LOOSE, 0], ...changed(TIGHT)], gains: [{ role: 'reader', at: T + MINUTE }] },
  ],
  [
    'the role, though the policy was saved again since',
    T - MINUTE,
    { versions: [[WRITERS, 0], ...changed(WRITERS, WRITERS)], gains: [{ role: 'writer', at: T - MINUTE }] },
  ],
  [
    'the role, though a policy was saved since for the first time',
    T - MINUTE,
    {
      ...{ code: WRITERS, versions: changed(WRITERS, WRITERS), session: { policyVersion: 0 } },
      gains: [{ role: 'writer', at: T - MINUTE }],
    },
  ],
  [
    'the change, where the policy of the code asks nothing of that role',
    T,
    { versions: changed(WRITERS), session: { policyVersion: 0 }, gains: [{ role: 'writer', at: T - MINUTE }] },
  ],
  [
    'the change, where no role asks for more',
    T,
    { code: TIGHT, versions: changed(TIGHT), session: { policyVersion: 0 } },
  ],
])('N10 a grace counts from %s', async (_, since, given) => {
  expect(await at(since + HOUR - 1, given)).toMatchObject(GOES_ON);
  expect(await at(since + HOUR, given)).toMatchObject(OVER);
});

it('N10 a role that was gained before the session was made asks no more of it', async () => {
  const gains = [{ role: 'writer', at: BEGUN - 1 }];
  expect(await at(T + 9 * HOUR, { versions: [[WRITERS, 0]], gains })).toMatchObject(GOES_ON);
});

it('N10 the versions are read only where the policy changed since the session was made', async () => {
  const gains = [{ role: 'writer', at: T }];
  expect(await at(T, { versions: [[WRITERS, 0]], gains })).toEqual({ ...GOES_ON, pages: 0 });
  expect(await at(T, { versions: [[WRITERS, 0], ...changed(WRITERS)], gains })).toEqual({ ...GOES_ON, pages: 1 });
  expect(await at(T, { versions: [[LOOSE, 0], ...changed(TIGHT, ...fifty)] })).toEqual({ ...GOES_ON, pages: 2 });
});
