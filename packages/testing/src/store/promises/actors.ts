import assert from 'node:assert/strict';
import type { Commit } from '@sallyport/engine';
import { accountId, later, MINUTE, NOW, sampleAccount, sampleSession } from '../sample-records.ts';
import {
  addAccounts,
  atOnce,
  begin,
  type Chapter,
  openSessions,
  type ProofOptions,
  refuse,
  type Scene,
  tally,
  tryWrite,
  write,
} from '../scene.ts';

type Actor = NonNullable<Commit['guards']['actor']>;

function actor(name: string, over: Partial<Actor> = {}): Actor {
  return { accountId: accountId(name), version: 1, sessionId: `s-${name}`, ...over };
}

/** Creates accounts at version 1, each with a session whose id is `s-` and the name. */
async function signedIn(scene: Scene, ...names: readonly string[]): Promise<void> {
  await addAccounts(scene, ...names.map((name) => sampleAccount(scene.tenant, name)));
  await openSessions(scene, ...names.map((name) => sampleSession(scene.tenant, `s-${name}`, name)));
}

function block({ tenant }: Scene, who: string, whom: string): Partial<Commit> {
  const id = accountId(whom);
  return {
    guards: { account: { id, version: 1 }, actor: actor(who) },
    account: sampleAccount(tenant, whom, { version: 2, epoch: 1, block: { at: NOW, by: who, reason: 'x' } }),
    endSessions: { accountId: id },
  };
}

function signOut(_: Scene, who: string, whom: string): Partial<Commit> {
  return { guards: { actor: actor(who) }, endSessions: { accountId: accountId(whom), only: `s-${whom}` } };
}

function remove(_: Scene, who: string, whom: string): Partial<Commit> {
  const id = accountId(whom);
  return { guards: { account: { id, version: 1 }, actor: actor(who) }, deleteAccount: { id } };
}

/** Lets people act concurrently in a circle, each on the next person. At least one act must be refused. */
async function neverAll(
  scene: Scene,
  { rounds }: ProofOptions,
  names: readonly string[],
  act: (scene: Scene, who: string, whom: string) => Partial<Commit>,
): Promise<void> {
  let committed = 0;
  for (let round = 0; round < rounds; round++) {
    // The order of the ids alternates from round to round.
    const people = (round % 2 === 0 ? names : names.toReversed()).map((name) => `${name}-${round}`);
    await signedIn(scene, ...people);
    const results = await atOnce(people.length, (turn) => {
      const [who = '', whom = ''] = [people[turn], people[(turn + 1) % people.length]];
      return tryWrite(scene, act(scene, who, whom));
    });
    const counts = tally(results);
    assert.ok((counts['committed'] ?? 0) < people.length, `round ${round}: ${JSON.stringify(counts)}`);
    committed += counts['committed'] ?? 0;
  }
  assert.ok(committed > 0, 'somebody comes through');
}

/** The actor of a change must still have the same account version and session when the change is written. */
export const actors: Chapter = {
  title: 'whoever makes a change is there when it is made',
  promises: {
    'a change is made by an actor whose account and session are as named': async (scene) => {
      await signedIn(scene, 'ada', 'cleo');
      await write(scene, block(scene, 'ada', 'cleo'));
      assert.equal((await scene.store.readAccount(scene.tenant, accountId('cleo')))?.version, 2);
    },
    'an actor’s account and session keep their versions': async (scene) => {
      await signedIn(scene, 'ada');
      for (let turn = 0; turn < 3; turn++) await write(scene, { guards: { actor: actor('ada') } });
      const own = { account: { id: accountId('ada'), version: 1 }, session: { id: 's-ada', version: 1 } };
      await write(scene, { guards: own });
      const account = await scene.store.readAccount(scene.tenant, accountId('ada'));
      assert.deepEqual(account, sampleAccount(scene.tenant, 'ada'));
      const { session } = await begin(scene, { sessionHash: 'token-of-s-ada' });
      assert.deepEqual(session, sampleSession(scene.tenant, 's-ada', 'ada'));
    },
    'an actor acts from a session of whatever version': async (scene) => {
      await signedIn(scene, 'ada', 'cleo');
      const session = sampleSession(scene.tenant, 's-ada', 'ada', { version: 2, tokenHash: 'rotated' });
      await write(scene, { guards: { session: { id: 's-ada', version: 1 } }, session });
      await write(scene, block(scene, 'ada', 'cleo'));
    },
    'an actor who changed since is refused': async (scene) => {
      await signedIn(scene, 'ada', 'cleo');
      const account = sampleAccount(scene.tenant, 'ada', { version: 2 });
      await write(scene, { guards: { account: { id: account.id, version: 1 } }, account });
      await refuse(scene, block(scene, 'ada', 'cleo'), 'actor');
      await write(scene, { ...signOut(scene, 'ada', 'cleo'), guards: { actor: actor('ada', { version: 2 }) } });
    },
    'an actor who was signed out is refused': async (scene) => {
      await signedIn(scene, 'ada', 'cleo');
      await write(scene, { endSessions: { accountId: accountId('ada') } });
      await refuse(scene, block(scene, 'ada', 'cleo'), 'actor');
      assert.equal((await scene.store.readAccount(scene.tenant, accountId('cleo')))?.version, 1);
    },
    'an actor whose session is over is refused': async (scene) => {
      await signedIn(scene, 'ada', 'cleo');
      await openSessions(scene, sampleSession(scene.tenant, 'short', 'ada', { expiresAt: later(MINUTE) }));
      await openSessions(scene, sampleSession(scene.tenant, 'silent', 'ada', { idle: MINUTE }));
      for (const [sessionId, end] of [['short', later(MINUTE)] as const, ['silent', later(MINUTE + 1)] as const]) {
        const guards = { actor: actor('ada', { sessionId }) };
        await write(scene, { guards, now: later(end - NOW - 1) });
        await refuse(scene, { guards, now: end }, 'actor');
      }
    },
    'an actor without a session is there as long as their account is as named': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'ada'), sampleAccount(scene.tenant, 'cleo'));
      const id = accountId('ada');
      const bySomebodysRight = (version: number, of = 'cleo'): Partial<Commit> => ({
        guards: { account: { id: accountId(of), version }, actor: { accountId: id, version: 1 } },
        account: sampleAccount(scene.tenant, of, { version: version + 1, epoch: version }),
      });
      await write(scene, bySomebodysRight(1));
      await write(scene, bySomebodysRight(1, 'ada'));
      await refuse(scene, bySomebodysRight(2), 'actor');
      await write(scene, { guards: { account: { id, version: 2 } }, deleteAccount: { id } });
      await refuse(scene, bySomebodysRight(2), 'actor');
      assert.equal((await scene.store.readAccount(scene.tenant, accountId('cleo')))?.version, 2);
    },
    'of somebody who is blocked and an act by their right, the act comes first or not at all': async (scene) => {
      for (let round = 0; round < 20; round++) {
        const [ada, cleo] = [`ada-${round}`, `cleo-${round}`];
        await addAccounts(scene, sampleAccount(scene.tenant, ada), sampleAccount(scene.tenant, cleo));
        const [issuer, other] = [accountId(ada), accountId(cleo)];
        const changes: readonly Partial<Commit>[] = [
          {
            guards: { account: { id: other, version: 1 }, actor: { accountId: issuer, version: 1 } },
            account: sampleAccount(scene.tenant, cleo, { version: 2, epoch: 1 }),
          },
          {
            guards: { account: { id: issuer, version: 1 }, actor: { accountId: other, version: 1 } },
            account: sampleAccount(scene.tenant, ada, { version: 2, epoch: 1 }),
          },
        ];
        const results = await atOnce(2, (turn) => tryWrite(scene, changes[(turn + round) % 2] ?? {}));
        assert.equal(tally(results)['committed'], 1, JSON.stringify(tally(results)));
      }
    },
    'an actor may write their own account, and rotate their session with it': async (scene) => {
      await signedIn(scene, 'ada');
      const session = sampleSession(scene.tenant, 's-ada', 'ada', { version: 2, tokenHash: 'rotated', epoch: 1 });
      const account = sampleAccount(scene.tenant, 'ada', { version: 2, epoch: 1 });
      await write(scene, {
        guards: {
          account: { id: account.id, version: 1 },
          session: { id: 's-ada', version: 1 },
          actor: actor('ada'),
        },
        account,
        session,
        endSessions: { accountId: account.id },
      });
      assert.deepEqual(await scene.store.readAccount(scene.tenant, account.id), account);
      assert.deepEqual(await scene.store.listSessions(scene.tenant, account.id, NOW), [session]);
    },
    'an actor may end their own session, and delete their own account': async (scene) => {
      await signedIn(scene, 'ada', 'cleo');
      await write(scene, signOut(scene, 'ada', 'ada'));
      assert.deepEqual(await scene.store.listSessions(scene.tenant, accountId('ada'), NOW), []);
      await write(scene, remove(scene, 'cleo', 'cleo'));
      assert.equal(await scene.store.readAccount(scene.tenant, accountId('cleo')), undefined);
    },
    'an actor of another tenant is nobody': async (scene) => {
      await signedIn({ ...scene, tenant: scene.otherTenant }, 'ada');
      await refuse(scene, { guards: { actor: actor('ada') } }, 'actor');
    },
    'of two who block each other at once, one at most succeeds': (scene, options) =>
      neverAll(scene, options, ['ada', 'bob'], block),
    'of two who sign each other out at once, one at most succeeds': (scene, options) =>
      neverAll(scene, options, ['ada', 'bob'], signOut),
    'of two who delete each other at once, one at most succeeds': (scene, options) =>
      neverAll(scene, options, ['ada', 'bob'], remove),
    'of three who block each other in a circle at once, two at most succeed': (scene, options) =>
      neverAll(scene, options, ['ada', 'bob', 'cleo'], block),
  },
};
