import assert from 'node:assert/strict';
import type { BeginStep, CounterView } from '@sallyport/engine';
import { admitted, LIMITS, refOf } from '../attempts.ts';
import {
  accountId,
  DAY,
  HOUR,
  later,
  sampleAccount,
  sampleDevice,
  sampleFlow,
  sampleSession,
} from '../sample-records.ts';
import { addAccounts, begin, type Chapter, type Scene, write } from '../scene.ts';

const cleo = accountId('cleo');
const byId = { account: { kind: 'id', value: cleo } } as const;

async function signIn(scene: Scene, owner: string, at: number): Promise<void> {
  const id = `${owner}-${at}`;
  const now = later(at);
  const session = sampleSession(scene.tenant, id, owner, { createdAt: now, lastSeenAt: now, expiresAt: later(DAY) });
  const uses = [{ key: `once-${id}`, expiresAt: later(DAY) }];
  await write(scene, { now, uses, newSession: { session, consumes: { singleUse: `once-${id}` } } });
}

/** The counters as short texts, in one order. */
function told(counters: readonly CounterView[] | undefined): readonly string[] | undefined {
  return counters
    ?.map(({ subject, authenticator, device = '-', counter }) =>
      [subject, authenticator, device, `${counter.recent}/${counter.total}/${counter.open.length}`].join(' '),
    )
    .sort();
}

/** What a step tells of the account's past. */
async function historyOf(scene: Scene, step: Partial<BeginStep>): Promise<object | undefined> {
  const { history } = await begin(scene, step);
  return history && { ...history, counters: told(history.counters) };
}

/** A step tells what happened at its account before, so that a sign-in asks no further question. */
export const histories: Chapter = {
  title: 'a step tells the last sign-in and the guesses of its account',
  promises: {
    'an account begins without a sign-in and without guesses; nobody has no history': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      assert.deepEqual(await historyOf(scene, byId), { accountId: cleo, counters: [] });
      assert.equal(await historyOf(scene, { account: { kind: 'id', value: accountId('nobody') } }), undefined);
      assert.equal(await historyOf(scene, {}), undefined);
    },
    'the last sign-in and every counter with a guess are told, whichever key names the account': async (scene) => {
      const { tenant } = scene;
      await addAccounts(scene, sampleAccount(tenant, 'cleo'), sampleAccount(tenant, 'dora'));
      for (const at of [2 * HOUR, HOUR]) await signIn(scene, 'cleo', at);
      await signIn(scene, 'dora', 3 * HOUR);
      await write(scene, { device: sampleDevice('cleo', 'd1', { proved: ['password'] }) });
      await admitted(scene, {}, byId);
      await admitted(scene, { authenticator: 'totp' }, byId);
      await admitted(scene, {}, { ...byId, deviceHashes: ['d1'] });
      await admitted(scene, {}, { account: { kind: 'id', value: accountId('dora') } });
      await write(scene, { flow: sampleFlow(tenant, 'f1', { accountId: cleo }) });
      const expected = {
        accountId: cleo,
        lastSignInAt: later(2 * HOUR),
        counters: ['cleo password - 1/1/0', 'cleo password d1 1/1/0', 'cleo totp - 1/1/0'],
      };
      const [identifier = ''] = sampleAccount(tenant, 'cleo').identifiers;
      assert.deepEqual(await historyOf(scene, byId), expected);
      assert.deepEqual(await historyOf(scene, { account: { kind: 'identifier', value: identifier } }), expected);
      assert.deepEqual(await historyOf(scene, { flowHash: 'token-of-f1', deviceHashes: ['d1'] }), expected);
      assert.equal((await begin({ ...scene, tenant: scene.otherTenant }, byId)).history, undefined);
    },
    'the history is from before the guess of the step, and knows no guess that was given back or forgiven': async (
      scene,
    ) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown: undefined, perDevice: true };
      const first = await begin(scene, { ...byId, attempt });
      assert.deepEqual(first.history, { accountId: cleo, counters: [] });
      const second = await begin(scene, { ...byId, attempt });
      assert.deepEqual(told(second.history?.counters), ['cleo password - 1/1/0']);
      for (const { attempt: answer } of [first, second]) await write(scene, { giveBack: refOf(answer) });
      assert.deepEqual(await historyOf(scene, byId), { accountId: cleo, counters: [] });
      for (let turn = 0; turn < 3; turn++) await admitted(scene, {}, byId);
      await write(scene, { clearCounters: { subject: cleo, by: 'administrator' } });
      assert.deepEqual(await historyOf(scene, byId), { accountId: cleo, counters: [] });
    },
  },
};
