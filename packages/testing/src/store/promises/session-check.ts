import assert from 'node:assert/strict';
import type { SessionCheck, SessionLoaded, SessionRecord } from '@sallyport/engine';
import {
  accountId,
  DAY,
  HOUR,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  samplePolicy,
  sampleSession,
} from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, fromOtherTenant, openSessions, type Scene, write } from '../scene.ts';

function check({ store, tenant }: Scene, asked: Partial<SessionCheck> = {}): Promise<SessionLoaded | undefined> {
  return store.checkSession({
    tenant,
    tokenHash: 'token-of-s1',
    now: NOW,
    knownPolicy: 0,
    touchAfter: MINUTE,
    ...asked,
  });
}

async function cleoSignedIn(scene: Scene): Promise<void> {
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', { epoch: 3 }));
  await openSessions(scene, sampleSession(scene.tenant, 's1', 'cleo', { epoch: 2 }));
}

async function lastSeen({ store, tenant }: Scene): Promise<number | undefined> {
  return (await store.listSessions(tenant, accountId('cleo'), NOW))[0]?.lastSeenAt;
}

export const sessionCheck: Chapter = {
  title: 'a session is checked in one go',
  promises: {
    'session and account come together, whatever the account’s epoch': async (scene) => {
      await cleoSignedIn(scene);
      assert.deepEqual(await check(scene), {
        session: sampleSession(scene.tenant, 's1', 'cleo', { epoch: 2 }),
        account: sampleAccount(scene.tenant, 'cleo', { epoch: 3 }),
      });
    },
    'the account is the one of now': async (scene) => {
      await cleoSignedIn(scene);
      assert.equal((await check(scene))?.account.version, 1);
      const block = { at: NOW, by: 'ada', reason: 'x' };
      const account = sampleAccount(scene.tenant, 'cleo', { version: 2, epoch: 4, block });
      await write(scene, { guards: { account: { id: account.id, version: 1 } }, account });
      assert.deepEqual((await check(scene))?.account, account);
    },
    'an unknown token, and an id in its place, is no session': async (scene) => {
      await cleoSignedIn(scene);
      for (const tokenHash of ['nobody', 's1', '', 'Token-of-s1']) {
        assert.equal(await check(scene, { tokenHash }), undefined);
      }
    },
    'a session that was ended, and one whose account is gone, is none': async (scene) => {
      await cleoSignedIn(scene);
      await openSessions(scene, sampleSession(scene.tenant, 's2', 'cleo'));
      await write(scene, { endSessions: { accountId: accountId('cleo'), only: 's1' } });
      assert.equal(await check(scene), undefined);
      assert.equal((await check(scene, { tokenHash: 'token-of-s2' }))?.session.id, 's2');
      const id = accountId('cleo');
      await write(scene, { guards: { account: { id, version: 1 } }, deleteAccount: { id } });
      assert.equal(await check(scene, { tokenHash: 'token-of-s2' }), undefined);
    },
    'the policy comes where it is newer, and only there': async (scene) => {
      await cleoSignedIn(scene);
      assert.equal((await check(scene, { knownPolicy: 4 }))?.policy, undefined);
      await write(scene, { policy: samplePolicy(scene.tenant, 1) });
      await write(scene, { policy: samplePolicy(scene.tenant, 2) });
      for (const knownPolicy of [0, 1]) {
        assert.deepEqual((await check(scene, { knownPolicy }))?.policy, samplePolicy(scene.tenant, 2));
      }
      assert.equal((await check(scene, { knownPolicy: 2 }))?.policy, undefined);
    },
    'a session ends at its end, however busy it was': async (scene) => {
      await cleoSignedIn(scene);
      for (let minutes = 30; minutes < 12 * 60; minutes += 30) {
        assert.notEqual(await check(scene, { now: later(minutes * MINUTE) }), undefined);
      }
      assert.notEqual(await check(scene, { now: later(12 * HOUR - 1) }), undefined);
      assert.equal(await check(scene, { now: later(12 * HOUR) }), undefined);
    },
    'a session bears its silence, and not a millisecond more': async (scene) => {
      await cleoSignedIn(scene);
      assert.notEqual(await check(scene, { now: later(HOUR), touchAfter: DAY }), undefined);
      assert.equal(await check(scene, { now: later(HOUR + 1), touchAfter: DAY }), undefined);
    },
    'being seen begins the silence anew': async (scene) => {
      await cleoSignedIn(scene);
      await check(scene, { now: later(HOUR) });
      assert.notEqual(await check(scene, { now: later(2 * HOUR) }), undefined);
      assert.equal(await check(scene, { now: later(3 * HOUR + 1) }), undefined);
    },
    'a session is seen again only after a while': async (scene) => {
      await cleoSignedIn(scene);
      await check(scene, { now: later(MINUTE) });
      assert.equal(await lastSeen(scene), NOW);
      await check(scene, { now: later(MINUTE + 1) });
      assert.equal(await lastSeen(scene), later(MINUTE + 1));
      await check(scene, { now: later(2 * MINUTE + 1) });
      assert.equal(await lastSeen(scene), later(MINUTE + 1));
    },
    'being seen never goes back in time': async (scene) => {
      await cleoSignedIn(scene);
      await atOnce(50, (turn) => check(scene, { now: later((turn % 2 === 0 ? 30 : 10) * MINUTE) }));
      assert.equal(await lastSeen(scene), later(30 * MINUTE));
      await check(scene, { now: later(5 * MINUTE) });
      assert.equal(await lastSeen(scene), later(30 * MINUTE));
    },
    'being seen moves no version: who read the session before may still write': async (scene) => {
      await cleoSignedIn(scene);
      assert.equal((await check(scene, { now: later(30 * MINUTE) }))?.session.version, 1);
      await write(scene, { guards: { session: { id: 's1', version: 1 } } });
    },
    'a session that is raised ten times beside 40 checks stays raised': async (scene) => {
      await cleoSignedIn(scene);
      const raised = (version: number): SessionRecord =>
        sampleSession(scene.tenant, 's1', 'cleo', { version, bindings: [`password-${version}`] });
      const raises = async (): Promise<void> => {
        for (let version = 1; version <= 10; version++) {
          await write(scene, { guards: { session: { id: 's1', version } }, session: raised(version + 1) });
        }
      };
      await Promise.all([raises(), atOnce(40, (turn) => check(scene, { now: later(MINUTE + turn), touchAfter: 0 }))]);
      const [session] = await scene.store.listSessions(scene.tenant, accountId('cleo'), NOW);
      const lastSeenAt = session?.lastSeenAt ?? NOW;
      assert.deepEqual(session, { ...raised(11), lastSeenAt });
    },
    'checks at once are answered each by its own tenant, token, time and policy': async (scene) => {
      const sides = [scene, fromOtherTenant(scene)];
      for (const [place, own] of sides.entries()) {
        await addAccounts(own, sampleAccount(own.tenant, 'cleo'));
        await openSessions(
          own,
          sampleSession(own.tenant, 's1', 'cleo', { expiresAt: later((place + 1) * MINUTE) }),
          sampleSession(own.tenant, 's2', 'cleo'),
        );
        for (let version = 1; version <= place + 1; version++) {
          await write(own, { policy: samplePolicy(own.tenant, version) });
        }
      }
      const asked = sides.flatMap((own) =>
        ['s1', 's2', 'nobody'].flatMap((id) =>
          [0, 1, 2].flatMap((minutes) => [0, 1, 2].map((knownPolicy) => ({ own, id, minutes, knownPolicy }))),
        ),
      );
      const heard = await Promise.all(
        asked.map(async ({ own, id, minutes, knownPolicy }) => {
          const now = later(minutes * MINUTE);
          const loaded = await check(own, { tokenHash: `token-of-${id}`, now, knownPolicy, touchAfter: DAY });
          return [loaded?.session.tenant, loaded?.session.id, loaded?.account.tenant, loaded?.policy?.version];
        }),
      );
      const expected = asked.map(({ own: { tenant }, id, minutes, knownPolicy }) => {
        const inForce = tenant === scene.tenant ? 1 : 2;
        const isOver = id === 'nobody' || (id === 's1' && minutes >= inForce);
        if (isOver) return [undefined, undefined, undefined, undefined];
        return [tenant, id, tenant, inForce > knownPolicy ? inForce : undefined];
      });
      assert.deepEqual(heard, expected);
    },
    'a session that ends beside 100 checks does not come back': async (scene) => {
      await cleoSignedIn(scene);
      await Promise.all([
        atOnce(100, (turn) => check(scene, { now: later(turn), touchAfter: 0 })),
        write(scene, { endSessions: { accountId: accountId('cleo') } }),
      ]);
      assert.equal(await check(scene), undefined);
      assert.deepEqual(await scene.store.listSessions(scene.tenant, accountId('cleo'), NOW), []);
    },
  },
};
