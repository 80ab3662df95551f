import assert from 'node:assert/strict';
import type { Commit, EndSessions, SessionRecord } from '@sallyport/engine';
import { turns } from '../history/interleaving.ts';
import { accountId, later, MINUTE, NOW, sampleAccount, sampleFlow, sampleSession } from '../sample-records.ts';
import {
  addAccounts,
  begin,
  type Chapter,
  openSessions,
  type ProofOptions,
  refuse,
  type Scene,
  tryWrite,
  write,
} from '../scene.ts';

const cleo = accountId('cleo');

function nextOf(session: SessionRecord, over: Partial<SessionRecord> = {}): SessionRecord {
  const version = session.version + 1;
  return { ...session, version, tokenHash: `token-of-${session.id}-at-${version}`, ...over };
}

function rotation(
  session: SessionRecord,
  over: Partial<SessionRecord> = {},
): Partial<Commit> & {
  readonly session: SessionRecord;
} {
  return { guards: { session: { id: session.id, version: session.version } }, session: nextOf(session, over) };
}

async function cleosSessions({ store, tenant }: Scene): Promise<readonly SessionRecord[]> {
  return store.listSessions(tenant, cleo, NOW);
}

async function idsOfCleo(scene: Scene): Promise<readonly string[]> {
  return (await cleosSessions(scene)).map(({ id }) => id).sort();
}

/** The sessions that a token finds, in a step and in the session check. */
async function foundBy(scene: Scene, tokenHash: string): Promise<readonly (SessionRecord | undefined)[]> {
  const { store, tenant } = scene;
  const check = { tenant, tokenHash, now: NOW, knownPolicy: 0, touchAfter: MINUTE };
  return [(await begin(scene, { sessionHash: tokenHash })).session, (await store.checkSession(check))?.session];
}

async function signedIn(scene: Scene, id: string): Promise<SessionRecord> {
  const session = sampleSession(scene.tenant, id, 'cleo');
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
  await openSessions(scene, session);
  return session;
}

async function sessionsOfDora(scene: Scene): Promise<readonly SessionRecord[]> {
  const session = sampleSession(scene.tenant, 'of-dora', 'dora');
  await addAccounts(scene, sampleAccount(scene.tenant, 'dora'));
  await openSessions(scene, session);
  return [session];
}

/** Rotates a session until it is ended. Returns its tokens, including the refused token. */
async function rotateOnAndOn(scene: Scene, first: SessionRecord): Promise<readonly string[]> {
  const tokens = [first.tokenHash];
  for (let session = first; tokens.length < 6; session = nextOf(session)) {
    tokens.push(nextOf(session).tokenHash);
    if ((await tryWrite(scene, rotation(session))).outcome === 'conflict') return tokens;
  }
  return tokens;
}

async function untilCommitted(scene: Scene, change: Partial<Commit>): Promise<void> {
  for (let tried = 0; tried < 50; tried++) {
    if ((await tryWrite(scene, change)).outcome === 'committed') return;
  }
  assert.fail('whoever ends sessions succeeds in the end');
}

/** Changes that end a session during its rotation. */
const endings: Readonly<Record<string, (id: string) => Omit<EndSessions, 'accountId'>>> = {
  'ending all other sessions': () => ({ except: 'mine' }),
  'ending one session': (id) => ({ only: id }),
  'ending what rests on a factor': () => ({ provedBy: ['factor-1'] }),
};

async function leavesNoSurvivor(
  scene: Scene,
  { rounds }: ProofOptions,
  ending: (id: string) => Omit<EndSessions, 'accountId'>,
): Promise<void> {
  await signedIn(scene, 'mine');
  for (let round = 0; round < rounds; round++) {
    const other = sampleSession(scene.tenant, `other-${round}`, 'cleo', { bindings: ['factor-1'] });
    await openSessions(scene, other);
    const end = async (): Promise<void> => {
      await turns(round % 5);
      await untilCommitted(scene, { endSessions: { accountId: cleo, ...ending(other.id) } });
    };
    const [tokens] = await Promise.all([rotateOnAndOn(scene, other), end()]);
    assert.deepEqual(await idsOfCleo(scene), ['mine'], `round ${round}`);
    for (const token of tokens) assert.deepEqual(await foundBy(scene, token), [undefined, undefined], token);
  }
}

/** A raised or rotated session stays the same session, so a change that ends the session ends it under every token. */
export const rotations: Chapter = {
  title: 'a session is rotated in place',
  promises: {
    'a rotated session keeps its id, and only its new token finds it': async (scene) => {
      const session = await signedIn(scene, 's1');
      const change = rotation(session);
      await write(scene, change);
      assert.deepEqual(await foundBy(scene, session.tokenHash), [undefined, undefined]);
      assert.deepEqual(await foundBy(scene, change.session.tokenHash), [change.session, change.session]);
      assert.deepEqual(await cleosSessions(scene), [change.session]);
    },
    'a session may move on under the token that it has': async (scene) => {
      const session = await signedIn(scene, 's1');
      assert.deepEqual(await foundBy(scene, session.tokenHash), [session, session]);
      const change = rotation(session, { tokenHash: session.tokenHash, epoch: 4 });
      await write(scene, change);
      assert.deepEqual(await foundBy(scene, session.tokenHash), [change.session, change.session]);
      assert.deepEqual(await cleosSessions(scene), [change.session]);
    },
    'the next state of a session replaces the whole of the one before': async (scene) => {
      const before = sampleSession(scene.tenant, 's1', 'cleo', { ip: '192.0.2.1', userAgent: 'Mozilla/5.0', epoch: 2 });
      const after = sampleSession(scene.tenant, 's1', 'cleo', {
        version: 2,
        evidence: [{ method: 'totp', at: later(MINUTE) }],
        bindings: ['totp-1'],
        lastSeenAt: later(MINUTE),
      });
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await openSessions(scene, before);
      assert.deepEqual(await foundBy(scene, 'token-of-s1'), [before, before]);
      await write(scene, { guards: { session: { id: 's1', version: 1 } }, session: after });
      assert.deepEqual(await foundBy(scene, 'token-of-s1'), [after, after]);
    },
    'a session is rotated again from its version of now, and from no other': async (scene) => {
      const session = await signedIn(scene, 's1');
      await write(scene, rotation(session));
      await refuse(scene, rotation(session, { tokenHash: 'late' }), 'session');
      assert.deepEqual(await foundBy(scene, 'late'), [undefined, undefined]);
      await write(scene, rotation(nextOf(session)));
      assert.deepEqual(await cleosSessions(scene), [nextOf(nextOf(session))]);
    },
    'a session is raised, and the flow it was raised by ends': async (scene) => {
      const session = await signedIn(scene, 's1');
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      const { guards, ...change } = rotation(session);
      await write(scene, { ...change, guards: { ...guards, flow: { id: 'f1', version: 1 } }, endFlow: { id: 'f1' } });
      assert.equal((await begin(scene, { flowHash: 'token-of-f1' })).flow, undefined);
      assert.deepEqual(await cleosSessions(scene), [change.session]);
    },
    'a session that was ended is not rotated': async (scene) => {
      const session = await signedIn(scene, 's1');
      await write(scene, { endSessions: { accountId: cleo } });
      await refuse(scene, rotation(session), 'session');
      assert.deepEqual(await foundBy(scene, nextOf(session).tokenHash), [undefined, undefined]);
      assert.deepEqual(await cleosSessions(scene), []);
    },
    'a session that is rotated stays, and ends the others with it': async (scene) => {
      const session = await signedIn(scene, 's1');
      await openSessions(scene, sampleSession(scene.tenant, 's2', 'cleo'), sampleSession(scene.tenant, 's3', 'cleo'));
      const others = await sessionsOfDora(scene);
      await write(scene, { ...rotation(session), endSessions: { accountId: cleo } });
      assert.deepEqual(await cleosSessions(scene), [nextOf(session)]);
      assert.deepEqual(await scene.store.listSessions(scene.tenant, accountId('dora'), NOW), others);
    },
    'a session that is rotated stays, though it rests on what goes, or is the one that is named': async (scene) => {
      const session = await signedIn(scene, 's1');
      const provedBy = session.bindings;
      await write(scene, { ...rotation(session), endSessions: { accountId: cleo, provedBy } });
      await write(scene, { ...rotation(nextOf(session)), endSessions: { accountId: cleo, only: 's1' } });
      assert.deepEqual(await cleosSessions(scene), [nextOf(nextOf(session))]);
    },
    'a session that opens stays, and ends those before it': async (scene) => {
      await signedIn(scene, 's1');
      await openSessions(scene, sampleSession(scene.tenant, 's2', 'cleo'));
      const session = sampleSession(scene.tenant, 's9', 'cleo');
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      await write(scene, {
        guards: { flow: { id: 'f1', version: 1 } },
        newSession: { session, consumes: { flowId: 'f1' } },
        endSessions: { accountId: cleo },
      });
      assert.deepEqual(await cleosSessions(scene), [session]);
    },
    ...Object.fromEntries(
      Object.entries(endings).map(([what, ending]) => [
        `${what} while it is rotated leaves no survivor`,
        (scene: Scene, options: ProofOptions) => leavesNoSurvivor(scene, options, ending),
      ]),
    ),
    'deleting an account while its session is rotated leaves no survivor': async (scene, { rounds }) => {
      for (let round = 0; round < rounds; round++) {
        const session = await signedIn(scene, `s-${round}`);
        const remove = { guards: { account: { id: cleo, version: 1 } }, deleteAccount: { id: cleo } };
        const end = async (): Promise<void> => {
          await turns(round % 5);
          await untilCommitted(scene, remove);
        };
        const [tokens] = await Promise.all([rotateOnAndOn(scene, session), end()]);
        assert.deepEqual(await cleosSessions(scene), [], `round ${round}`);
        for (const token of tokens) assert.deepEqual(await foundBy(scene, token), [undefined, undefined], token);
      }
    },
  },
};
