import assert from 'node:assert/strict';
import type { AttemptAsked, BeginStep } from '@sallyport/engine';
import { admitted, guess, LIMITS, SUBJECT } from '../attempts.ts';
import { accountId, later, MINUTE, sampleAccount, sampleFlow, samplePasskey, samplePolicy } from '../sample-records.ts';
import { addAccounts, atOnce, begin, type Chapter, type Scene, write } from '../scene.ts';

const ATTEMPT: AttemptAsked = {
  authenticator: 'totp',
  limits: LIMITS,
  subjectIfUnknown: SUBJECT,
  perDevice: true,
};

/**
 * Creates two accounts, a flow of the first account and a flow of an unknown identifier. The flows end in ten minutes and accept
 * `password`.
 */
async function twoAndTwo(scene: Scene): Promise<void> {
  await addAccounts(
    scene,
    sampleAccount(scene.tenant, 'cleo', { passkeys: [samplePasskey('p1')] }),
    sampleAccount(scene.tenant, 'dora'),
  );
  await write(scene, { flow: sampleFlow(scene.tenant, 'f1', { accountId: accountId('cleo'), subject: 'cleo' }) });
  await write(scene, { flow: sampleFlow(scene.tenant, 'f2', { subject: 'subject-of-f2' }) });
}

const whoIsCounted: Readonly<Record<string, readonly [string, Partial<BeginStep>]>> = {
  'the account that an identifier names': ['cleo', { account: { kind: 'identifier', value: 'cleo@example.org' } }],
  'the account that a passkey names': ['cleo', { account: { kind: 'passkey', value: 'p1' } }],
  'the account of the flow': ['cleo', { flowHash: 'token-of-f1' }],
  'the account of the flow, though another is named': [
    'cleo',
    { flowHash: 'token-of-f1', account: { kind: 'identifier', value: 'dora@example.org' } },
  ],
  'the account that is named, where the flow names none': [
    'dora',
    { flowHash: 'token-of-f2', account: { kind: 'identifier', value: 'dora@example.org' } },
  ],
  'the subject of the flow, where nobody is named': ['subject-of-f2', { flowHash: 'token-of-f2' }],
  'the subject of the flow, where the name finds nobody': [
    'subject-of-f2',
    { flowHash: 'token-of-f2', account: { kind: 'identifier', value: 'nobody' } },
  ],
  'the unknown identifier, where there is no flow': [SUBJECT, { account: { kind: 'identifier', value: 'nobody' } }],
  'the unknown identifier, where the flow is past its end': [
    SUBJECT,
    { flowHash: 'token-of-f1', now: later(10 * MINUTE) },
  ],
};

const whatIsNotCounted: Readonly<Record<string, readonly [Partial<AttemptAsked>, Partial<BeginStep>]>> = {
  'the flow does not accept it': [{ onlyIfAccepted: ['totp'] }, { flowHash: 'token-of-f1' }],
  'the flow accepts none of several': [{ onlyIfAccepted: ['totp', 'passkey', 'passwor'] }, { flowHash: 'token-of-f1' }],
  'it names nothing that could be accepted': [{ onlyIfAccepted: [] }, { flowHash: 'token-of-f1' }],
  'it needs a flow, and there is none': [
    { onlyIfAccepted: ['password'] },
    { account: { kind: 'identifier', value: 'cleo@example.org' } },
  ],
  'it needs a flow, and the flow is past its end': [
    { onlyIfAccepted: ['password'] },
    { flowHash: 'token-of-f1', now: later(10 * MINUTE), account: { kind: 'id', value: accountId('cleo') } },
  ],
  'the process knows a newer policy': [{}, { knownPolicy: 1 }],
};

/** Guesses are counted for the right subject, or are not counted. */
export const attemptsSubjects: Chapter = {
  title: 'an attempt is counted where it belongs, or not at all',
  promises: {
    ...Object.fromEntries(
      Object.entries(whoIsCounted).map(([who, [subject, step]]) => [
        `counted is ${who}`,
        async (scene: Scene) => {
          await twoAndTwo(scene);
          assert.equal((await admitted(scene, ATTEMPT, step)).subject, subject);
          const counters = await scene.store.listCounters(scene.tenant);
          assert.deepEqual(
            counters.map((view) => [view.subject, view.authenticator]),
            [[subject, 'totp']],
          );
        },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(whatIsNotCounted).map(([why, [asked, step]]) => [
        `nothing is counted, 100 at once, where ${why}`,
        async (scene: Scene) => {
          await twoAndTwo(scene);
          const answers = await atOnce(100, () => guess(scene, { ...ATTEMPT, ...asked }, step));
          for (const answer of answers) assert.deepEqual(answer, { outcome: 'not-counted' });
          assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
        },
      ]),
    ),
    'nothing is counted where there is nobody to count for': async (scene) => {
      const { subjectIfUnknown: _, ...attempt } = ATTEMPT;
      const account = { kind: 'identifier', value: 'nobody' } as const;
      assert.deepEqual((await begin(scene, { attempt, account })).attempt, { outcome: 'not-counted' });
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
    },
    'nothing is counted where nothing is attempted': async (scene) => {
      await twoAndTwo(scene);
      const account = { kind: 'id', value: accountId('cleo') } as const;
      assert.deepEqual((await begin(scene, { account })).attempt, { outcome: 'not-counted' });
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
    },
    'an attempt that the flow accepts, among others, is counted': async (scene) => {
      await twoAndTwo(scene);
      await admitted(scene, { ...ATTEMPT, onlyIfAccepted: ['totp', 'password'] }, { flowHash: 'token-of-f1' });
    },
    'a locked one that the flow does not accept is not told of the lock': async (scene) => {
      await twoAndTwo(scene);
      await atOnce(20, () => guess(scene, ATTEMPT, { flowHash: 'token-of-f1' }));
      const answer = await guess(scene, { ...ATTEMPT, onlyIfAccepted: ['totp'] }, { flowHash: 'token-of-f1' });
      assert.deepEqual(answer, { outcome: 'not-counted' });
    },
    'where the policy changed, the answer brings it and nothing is counted': async (scene) => {
      await twoAndTwo(scene);
      for (const version of [1, 2]) {
        const policy = samplePolicy(scene.tenant, version);
        await write(scene, { policy });
        for (const knownPolicy of [0, version - 1, version + 1]) {
          const loaded = await begin(scene, { flowHash: 'token-of-f1', attempt: ATTEMPT, knownPolicy });
          assert.deepEqual(loaded.policy, policy);
          assert.deepEqual(loaded.attempt, { outcome: 'not-counted' });
        }
        assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
      }
      const loaded = await begin(scene, { flowHash: 'token-of-f1', attempt: ATTEMPT, knownPolicy: 2 });
      assert.equal(loaded.policy, undefined);
      assert.equal(loaded.attempt.outcome, 'counted');
    },
    'a policy that changes beside 200 guesses admits no more than its bound': async (scene) => {
      await write(scene, { policy: samplePolicy(scene.tenant, 1) });
      const [answers] = await Promise.all([
        atOnce(200, () => guess(scene, {}, { knownPolicy: 1 })),
        write(scene, { guards: { policy: 1 }, policy: samplePolicy(scene.tenant, 2) }),
      ]);
      assert.ok(answers.filter(({ outcome }) => outcome === 'counted').length <= 5);
      const after = await atOnce(50, () => guess(scene, {}, { knownPolicy: 1 }));
      for (const answer of after) assert.deepEqual(answer, { outcome: 'not-counted' });
    },
    'a step loads flow, session and account beside the attempt, locked or not': async (scene) => {
      await twoAndTwo(scene);
      for (let turn = 0; turn < 6; turn++) {
        const { flow, account, attempt } = await begin(scene, { flowHash: 'token-of-f1', attempt: ATTEMPT });
        assert.deepEqual([flow?.id, account?.id], ['f1', 'cleo']);
        assert.equal(attempt.outcome, turn < 5 ? 'counted' : 'locked');
      }
    },
  },
};
