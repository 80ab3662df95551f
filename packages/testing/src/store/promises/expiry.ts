import assert from 'node:assert/strict';
import type { Instant } from '@sallyport/core';
import {
  accountId,
  DAY,
  HOUR,
  later,
  MINUTE,
  SECOND,
  sampleAccount,
  sampleFlow,
  sampleSession,
} from '../sample-records.ts';
import { addAccounts, begin, type Chapter, openSessions, refuse, type Scene, write } from '../scene.ts';

async function sees(scene: Scene, now: Instant): Promise<{ flow: boolean; session: boolean }> {
  const { flow, session } = await begin(scene, { now, flowHash: 'token-of-f1', sessionHash: 'token-of-s1' });
  return { flow: flow !== undefined, session: session !== undefined };
}

/** Creates a flow and a session that end in an hour. `idle` is the session's idle limit. */
async function anHour(scene: Scene, idle: typeof HOUR): Promise<void> {
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
  await openSessions(scene, sampleSession(scene.tenant, 's1', 'cleo', { expiresAt: later(HOUR), idle }));
  await write(scene, { flow: sampleFlow(scene.tenant, 'f1', { expiresAt: later(HOUR) }) });
}

/** The caller passes the time in. A record is expired from the instant of its end on, without a sweep. */
export const expiry: Chapter = {
  title: 'what is past its end is absent',
  promises: {
    'flow and session are there up to their end, and not at it': async (scene) => {
      await anHour(scene, DAY);
      assert.deepEqual(await sees(scene, later(HOUR - 1)), { flow: true, session: true });
      assert.deepEqual(await sees(scene, later(HOUR)), { flow: false, session: false });
    },
    'a session is there for its longest silence, and not after it': async (scene) => {
      await anHour(scene, MINUTE);
      assert.deepEqual(await sees(scene, later(MINUTE)), { flow: true, session: true });
      assert.deepEqual(await sees(scene, later(MINUTE + 1)), { flow: true, session: false });
    },
    'the list of sessions has the live ones': async (scene) => {
      const list = (now: Instant) => scene.store.listSessions(scene.tenant, accountId('cleo'), now);
      await anHour(scene, DAY);
      await openSessions(scene, sampleSession(scene.tenant, 's2', 'cleo', { idle: MINUTE }));
      assert.equal((await list(later(MINUTE))).length, 2);
      assert.deepEqual(
        (await list(later(MINUTE + 1))).map(({ id }) => id),
        ['s1'],
      );
      assert.equal((await list(later(HOUR - 1))).length, 1);
      assert.deepEqual(await list(later(HOUR)), []);
    },
    'a guard holds up to the end, and not at it': async (scene) => {
      await anHour(scene, DAY);
      const flow = { flow: { id: 'f1', version: 1 } };
      const session = { session: { id: 's1', version: 1 } };
      await write(scene, { guards: { ...flow, ...session }, now: later(HOUR - 1) });
      await refuse(scene, { guards: flow, now: later(HOUR) }, 'flow');
      await refuse(scene, { guards: session, now: later(HOUR) }, 'session');
    },
    'a guard of a session holds for its longest silence, and not after it': async (scene) => {
      await anHour(scene, MINUTE);
      const guards = { session: { id: 's1', version: 1 } };
      await write(scene, { guards, now: later(MINUTE) });
      await refuse(scene, { guards, now: later(MINUTE + 1) }, 'session');
    },
    'an end that a flow moves is the one that counts': async (scene) => {
      await anHour(scene, DAY);
      const flow = sampleFlow(scene.tenant, 'f1', { version: 2, expiresAt: later(SECOND) });
      await write(scene, { guards: { flow: { id: 'f1', version: 1 } }, flow });
      assert.deepEqual(await sees(scene, later(SECOND - 1)), { flow: true, session: true });
      assert.deepEqual(await sees(scene, later(SECOND)), { flow: false, session: true });
    },
    'a flow past its end opens no session': async (scene) => {
      await anHour(scene, DAY);
      const change = {
        now: later(HOUR),
        guards: { flow: { id: 'f1', version: 1 } },
        newSession: { session: sampleSession(scene.tenant, 's9', 'cleo'), consumes: { flowId: 'f1' } },
      };
      await refuse(scene, change, 'flow');
      assert.equal((await begin(scene, { sessionHash: 'token-of-s9' })).session, undefined);
    },
  },
};
