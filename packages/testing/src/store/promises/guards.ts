import assert from 'node:assert/strict';
import type { Commit } from '@sallyport/engine';
import {
  accountId,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  sampleAdministrators,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleSamlRequest,
  sampleSession,
  sampleVault,
} from '../sample-records.ts';
import { atOnce, type Chapter, type Obstacle, refuse, type Scene, tally, tryWrite, write } from '../scene.ts';
import { changeOfEverything, furnish, pictureOf } from '../world.ts';

/** The obstacles to a change, each with the expected answer and the modification of the change that meets the obstacle. */
const obstacles: Readonly<Record<string, readonly [Obstacle, (change: Commit) => Partial<Commit>]>> = {
  'the flow is at another version': [
    'flow',
    ({ guards }) => ({ guards: { ...guards, flow: { id: 'f1', version: 2 } } }),
  ],
  'the flow is not there': [
    'flow',
    ({ guards, newSession }) => ({
      guards: { ...guards, flow: { id: 'f9', version: 1 } },
      newSession: newSession && { ...newSession, consumes: { flowId: 'f9' } },
    }),
  ],
  'the flow is past its end': [
    'flow',
    ({ guards, newSession }) => ({
      now: later(MINUTE),
      guards: { ...guards, flow: { id: 'f2', version: 1 } },
      newSession: newSession && { ...newSession, consumes: { flowId: 'f2' } },
    }),
  ],
  'the SAML request is at another version': [
    'samlRequest',
    ({ guards, tenant }) => ({
      guards: { ...guards, samlRequest: { id: 'r1', version: 2 } },
      samlRequest: sampleSamlRequest(tenant, 'r1', { version: 3 }),
    }),
  ],
  'the SAML request is not there': [
    'samlRequest',
    ({ guards, tenant }) => ({
      guards: { ...guards, samlRequest: { id: 'r9', version: 1 } },
      samlRequest: sampleSamlRequest(tenant, 'r9', { version: 2 }),
    }),
  ],
  'the SAML request is past its end': [
    'samlRequest',
    ({ guards, tenant }) => ({
      now: later(MINUTE),
      guards: { ...guards, samlRequest: { id: 'r3', version: 1 } },
      samlRequest: sampleSamlRequest(tenant, 'r3', { version: 2 }),
    }),
  ],
  'the id of a new SAML request is taken': [
    'key',
    ({ guards: { samlRequest: _, ...guards }, tenant }) => ({ guards, samlRequest: sampleSamlRequest(tenant, 'r1') }),
  ],
  'the account is at another version': [
    'account',
    ({ guards, account }) => ({
      guards: { ...guards, account: { id: accountId('cleo'), version: 2 } },
      account: account && { ...account, version: 3 },
    }),
  ],
  'the account is not there': [
    'account',
    ({ guards, tenant }) => ({
      guards: { ...guards, account: { id: accountId('nobody'), version: 1 } },
      account: sampleAccount(tenant, 'nobody', { version: 2 }),
      vault: sampleVault(tenant, 'nobody'),
    }),
  ],
  'the session is at another version': [
    'session',
    ({ guards, session }) => ({
      guards: { ...guards, session: { id: 's1', version: 2 } },
      session: session && { ...session, version: 3 },
    }),
  ],
  'the session is not there': ['session', guardingSession('s9')],
  'the session is past its end': [
    'session',
    (change) => ({ now: later(30 * MINUTE), ...guardingSession('s1')(change) }),
  ],
  'the session was silent for too long': [
    'session',
    (change) => ({ now: later(MINUTE + 1), ...guardingSession('s2')(change) }),
  ],
  'the actor’s account is at another version': ['actor', actedBy({ version: 2 })],
  'the actor’s account is not there': ['actor', actedBy({ accountId: accountId('nobody') })],
  'the actor’s session is not there': ['actor', actedBy({ sessionId: 's9' })],
  'the actor’s session is past its end': [
    'actor',
    ({ guards, tenant }) => ({
      now: later(30 * MINUTE),
      guards: {
        ...guards,
        session: { id: 's3', version: 1 },
        actor: { accountId: accountId('dora'), version: 1, sessionId: 's1' },
      },
      session: sampleSession(tenant, 's3', 'dora', { version: 2 }),
    }),
  ],
  'the actor’s session was silent for too long': [
    'actor',
    (change) => ({ now: later(MINUTE + 1), ...actedBy({ sessionId: 's2' })(change) }),
  ],
  'the policy is newer': ['policy', ({ guards, tenant }) => guardingPolicy(guards, tenant, 0)],
  'the policy is older': ['policy', ({ guards, tenant }) => guardingPolicy(guards, tenant, 2)],
  'the policy skips a version': [
    'policy',
    ({ guards: { policy: _, ...guards }, tenant }) => ({ guards, policy: samplePolicy(tenant, 3) }),
  ],
  'the policy is written over': [
    'policy',
    ({ guards: { policy: _, ...guards }, tenant }) => ({ guards, policy: samplePolicy(tenant, 1) }),
  ],
  'the administrators changed': ['administrators', ({ guards, tenant }) => guardingAdministrators(guards, tenant, 0)],
  'the administrators are older': ['administrators', ({ guards, tenant }) => guardingAdministrators(guards, tenant, 2)],
  'the administrators skip a version': [
    'administrators',
    ({ guards: { administrators: _, ...guards }, tenant }) => ({
      guards,
      administrators: sampleAdministrators(tenant, 3, ['dora']),
    }),
  ],
  'a single-use value was used before': [
    'used',
    ({ uses = [] }) => ({ uses: [...uses, { key: 'used-before', expiresAt: later(MINUTE) }] }),
  ],
  'an identifier is another’s': [
    'key',
    ({ account }) =>
      account ? { account: { ...account, identifiers: ['cleo@example.org', 'dora@example.org'] } } : {},
  ],
  'a passkey is another’s': [
    'key',
    ({ account }) => (account ? { account: { ...account, passkeys: [samplePasskey('key-of-dora')] } } : {}),
  ],
  'the id of a new account is taken': [
    'key',
    ({ guards: { account: _, ...guards }, tenant }) => ({
      guards,
      account: sampleAccount(tenant, 'cleo', { identifiers: ['new@example.org'] }),
    }),
  ],
  'the token of a new session is taken': [
    'key',
    ({ newSession, tenant }) =>
      newSession
        ? { newSession: { ...newSession, session: sampleSession(tenant, 's4', 'cleo', { tokenHash: 'token-of-s3' }) } }
        : {},
  ],
  'the next token of a session is taken': [
    'key',
    ({ session }) => (session ? { session: { ...session, tokenHash: 'token-of-s3' } } : {}),
  ],
  'the id of an event is taken': [
    'key',
    ({ tenant }) => ({ events: [sampleEvent(tenant, 'e3'), sampleEvent(tenant, 'e1')] }),
  ],
};

function guardingSession(id: string): (change: Commit) => Partial<Commit> {
  return ({ guards, session }) => ({
    guards: { ...guards, session: { id, version: 1 } },
    session: session && { ...session, id },
  });
}

function actedBy(actor: Partial<NonNullable<Commit['guards']['actor']>>): (change: Commit) => Partial<Commit> {
  return ({ guards }) => ({ guards: { ...guards, actor: guards.actor && { ...guards.actor, ...actor } } });
}

function guardingPolicy(guards: Commit['guards'], tenant: Commit['tenant'], version: number): Partial<Commit> {
  return { guards: { ...guards, policy: version }, policy: samplePolicy(tenant, version + 1) };
}

function guardingAdministrators(guards: Commit['guards'], tenant: Commit['tenant'], version: number): Partial<Commit> {
  return {
    guards: { ...guards, administrators: version },
    administrators: sampleAdministrators(tenant, version + 1, ['dora']),
  };
}

async function leavesNothing(scene: Scene, obstacle: Obstacle, change: Partial<Commit>): Promise<void> {
  await furnish(scene);
  const before = await pictureOf(scene);
  await refuse(scene, { ...changeOfEverything(scene.tenant), ...change }, obstacle);
  assert.deepEqual(await pictureOf(scene), before);
  await write(scene, { uses: [{ key: 'used-now', expiresAt: later(MINUTE) }] });
}

export const guards: Chapter = {
  title: 'a commit is whole or nothing',
  promises: {
    'a change of everything is written whole': async (scene) => {
      await furnish(scene);
      const before = await pictureOf(scene);
      const change = changeOfEverything(scene.tenant);
      await write(scene, change);
      const after = await pictureOf(scene);
      assert.deepEqual(after['owners'], ['cleo', 'cleo', 'dora', 'cleo', 'dora', 'cleo']);
      assert.deepEqual(after['flows'], [undefined, undefined, change.flow]);
      assert.deepEqual(list(after['samlRequests']).slice(0, 2), [change.samlRequest, undefined]);
      assert.deepEqual(after['sessionsOfCleo'], ['s1', 's4']);
      assert.deepEqual(list(after['sessions']).slice(0, 3), [undefined, change.session, undefined]);
      assert.deepEqual(after['sessionsOfDora'], before['sessionsOfDora']);
      assert.deepEqual(after['devices'], [false, true]);
      assert.deepEqual(after['devicesOfCleo'], [change.device]);
      assert.deepEqual(before['failures'], [{ hour: NOW, count: 3 }]);
      assert.deepEqual(after['failures'], [{ hour: NOW, count: 6 }]);
      assert.deepEqual(after['policy'], change.policy);
      assert.deepEqual(after['administrators'], change.administrators);
      assert.deepEqual(await scene.store.readAccount(scene.tenant, accountId('cleo')), change.account);
      assert.deepEqual(list(after['vaults']), [change.vault, list(before['vaults'])[1]]);
      assert.deepEqual(ids(after['events']), ['e4', 'e3', ...ids(before['events'])]);
      assert.deepEqual(ids(after['toTell']), ['e1', 'e4']);
      assert.equal(list(after['counters']).length, 1);
      await refuse(scene, { uses: [{ key: 'used-now', expiresAt: later(MINUTE) }] }, 'used');
    },
    'the same change, 20 at once, is written once': async (scene) => {
      await furnish(scene);
      const results = await atOnce(20, () => tryWrite(scene, changeOfEverything(scene.tenant)));
      assert.equal(tally(results)['committed'], 1);
      const { events, sessionsOfCleo, policyVersions } = await pictureOf(scene);
      assert.deepEqual(ids(events), ['e4', 'e3', 'e2', 'e1']);
      assert.deepEqual(sessionsOfCleo, ['s1', 's4']);
      assert.equal(list(policyVersions).length, 2);
    },
    ...Object.fromEntries(
      Object.entries(obstacles).map(([what, [obstacle, alter]]) => [
        `nothing is left behind where ${what}`,
        (scene: Scene) => leavesNothing(scene, obstacle, alter(changeOfEverything(scene.tenant))),
      ]),
    ),
  },
};

function list(value: unknown): readonly unknown[] {
  assert.ok(Array.isArray(value));
  return value;
}

function ids(value: unknown): readonly unknown[] {
  return list(value).map((item: unknown) => (typeof item === 'object' && item && 'id' in item ? item.id : undefined));
}
