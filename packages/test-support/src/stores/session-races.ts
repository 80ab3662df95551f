import type { Commit, CommitResult, Store } from '@sallyport/engine';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { thoroughly } from '../how-much.ts';
import { ACME, account, accountId, change, flow, NOW, session } from './records.ts';

/** A store with many connections. */
export interface RacedStore {
  readonly store: Store;
  /** The codes of the database's errors, such as a deadlock. The races expect no error. Absent: the store repeats after a deadlock or an abort. */
  readonly faults?: readonly unknown[];
  close(): Promise<void>;
}

/** The number of rounds that run concurrently. Each round has its own account. */
const ABREAST = 8;

/** Changes of a session that race with its end. */
const moves: Readonly<Record<string, (id: string) => Partial<Commit>>> = {
  rotated: (id) => ({
    guards: { session: { id, version: 1 } },
    session: session(id, ownerOf(id), { version: 2, tokenHash: `rotated-${id}` }),
  }),
  'raised from a stored flow': (id) => ({
    guards: {
      flow: { id: `flow-${id}`, version: 1 },
      session: { id, version: 1 },
      account: { id: accountId(ownerOf(id)), version: 1 },
    },
    endFlow: { id: `flow-${id}` },
    session: session(id, ownerOf(id), { version: 2, tokenHash: `rotated-${id}`, bindings: ['password-1', 'totp-1'] }),
  }),
};

/** Commits that end the session, from another session of the same account. */
const endings: Readonly<Record<string, (owner: string) => Partial<Commit>>> = {
  'all others': (owner) => ({
    guards: { session: { id: `mine-${owner}`, version: 1 } },
    endSessions: { accountId: accountId(owner), except: `mine-${owner}` },
  }),
  'it alone, by its id': (owner) => ({
    guards: { session: { id: `mine-${owner}`, version: 1 } },
    endSessions: { accountId: accountId(owner), only: `other-${owner}` },
  }),
  'all that rest on its factor': (owner) => ({
    endSessions: { accountId: accountId(owner), provedBy: ['password-1'], except: `mine-${owner}` },
  }),
};

function ownerOf(sessionId: string): string {
  return sessionId.slice(sessionId.indexOf('-') + 1);
}

/**
 * Runs two commits at once on a real database, in many rounds:
 *
 * - the end of a session beside a change of the session
 * - two sessions that end each other
 * - a sign-out beside the sign-in of the same client
 * - two administrators who block, sign out or change each other
 *
 * @param rounds the number of repetitions of each race. With `SALLYPORT_THOROUGH=1`, each race is repeated 2,000 times
 */
export function sessionRaces(open: () => Promise<RacedStore>, { rounds: few }: { readonly rounds: number }): void {
  const rounds = thoroughly(2_000, few);
  // Long enough for a busy machine. A round without waiting takes milliseconds.
  vi.setConfig({ testTimeout: thoroughly(900_000, 60_000) });
  let raced: RacedStore;
  let store: Store;
  let made = 0;

  beforeAll(async () => {
    raced = await open();
    store = raced.store;
    await store.open();
  });
  afterAll(() => raced.close());
  const noFaults = (): void => expect(raced.faults ?? []).toEqual([]);

  /** An account with two sessions. */
  async function newOwner(): Promise<string> {
    const owner = `o${made++}`;
    await store.commit(change({ account: account(owner) }));
    for (const id of [`mine-${owner}`, `other-${owner}`]) {
      const uses = [{ key: id, expiresAt: NOW }];
      await store.commit(change({ uses, newSession: { session: session(id, owner), consumes: { singleUse: id } } }));
    }
    await store.commit(change({ flow: flow(`flow-other-${owner}`) }));
    return owner;
  }

  async function repeatedly(round: (owner: string) => Promise<void>): Promise<void> {
    for (let done = 0; done < rounds; done += ABREAST) {
      await Promise.all(Array.from({ length: ABREAST }, async () => round(await newOwner())));
    }
  }

  /** The tokens of the other session that still pass the session check, and the ids of all listed sessions. */
  async function survivors(owner: string): Promise<readonly string[]> {
    const tokens = [`token-of-other-${owner}`, `rotated-other-${owner}`];
    const checked = await Promise.all(
      tokens.map((tokenHash) =>
        store.checkSession({ tenant: ACME, tokenHash, now: NOW, knownPolicy: 0, touchAfter: 3_600_000 }),
      ),
    );
    const listed = await store.listSessions(ACME, accountId(owner), NOW);
    return [...checked.flatMap((one) => one?.session.tokenHash ?? []), ...listed.map(({ id }) => id)];
  }

  const told = (outcomes: readonly CommitResult[]): string => outcomes.map(({ outcome }) => outcome).join(', ');

  describe.each(Object.entries(moves))('X11 a session that is %s', (what, move) => {
    it.each(Object.entries(endings))('while somebody ends %s: it ends', async (which, ending) => {
      const tally: Record<string, number> = {};
      let survived = 0;
      await repeatedly(async (owner) => {
        const both = [ending(owner), move(`other-${owner}`)];
        const [ended, moved] = await Promise.all(both.map((one) => store.commit(change(one))));
        expect(ended).toEqual({ outcome: 'committed' });
        const outcome = moved?.outcome === 'conflict' ? `conflict with ${moved.with}` : 'committed';
        tally[outcome] = (tally[outcome] ?? 0) + 1;
        const left = await survivors(owner);
        if (left.join() !== `mine-${owner}`) survived += 1;
      });
      console.log(`${what}, ${which}: ${rounds} rounds, ${survived} survivors;`, tally);
      expect(survived).toBe(0);
      noFaults();
    });
  });

  const signIns: Readonly<Record<string, (owner: string, beside: string) => Partial<Commit>>> = {
    'the same account, which ends the session beside it': (owner, beside) => ({
      endSessions: { accountId: accountId(owner), only: beside },
    }),
    'another account, which the session beside it notes': (owner, beside) => ({
      session: session(beside, owner, { version: 2 }),
    }),
  };
  it.each(Object.entries(signIns))(
    'X11 a sign-out beside a sign-in of the same client to %s: one of them succeeds',
    async (_, signIn) => {
      await repeatedly(async (owner) => {
        const [beside, next] = [`other-${owner}`, `next-${owner}`];
        const guards = { session: { id: beside, version: 1 } };
        const signsOut = change({ guards, endSessions: { accountId: accountId(owner), only: beside } });
        const signsIn = change({
          guards,
          uses: [{ key: next, expiresAt: NOW }],
          newSession: { session: session(next, owner), consumes: { singleUse: next } },
          ...signIn(owner, beside),
        });
        const [out, signedIn] = await Promise.all([store.commit(signsOut), store.commit(signsIn)]);
        expect([out, signedIn].filter((result) => result?.outcome === 'committed')).toHaveLength(1);
        expect([out, signedIn]).toContainEqual({ outcome: 'conflict', with: 'session' });
      });
      noFaults();
    },
  );

  it('X11 two who end each other’s: one of them does, without a deadlock', async () => {
    await repeatedly(async (owner) => {
      const [mine, other] = [`mine-${owner}`, `other-${owner}`];
      const endingBy = (self: string): Commit =>
        change({
          guards: { session: { id: self, version: 1 } },
          endSessions: { accountId: accountId(owner), except: self },
        });
      const outcomes = await Promise.all([store.commit(endingBy(mine)), store.commit(endingBy(other))]);
      expect(told(outcomes).split(', ').sort()).toEqual(['committed', 'conflict']);
      expect(await store.listSessions(ACME, accountId(owner), NOW)).toHaveLength(1);
    });
    noFaults();
  });

  describe('two administrators at once: one of them succeeds', () => {
    const acts: Readonly<Record<string, (self: string, target: string) => Commit>> = {
      'blocking each other': (self, target) =>
        change({
          guards: {
            actor: { accountId: accountId(self), version: 1, sessionId: `mine-${self}` },
            account: { id: accountId(target), version: 1 },
          },
          account: account(target, { version: 2, epoch: 1 }),
          endSessions: { accountId: accountId(target) },
        }),
      'ending each other’s session': (self, target) =>
        change({
          guards: { actor: { accountId: accountId(self), version: 1, sessionId: `mine-${self}` } },
          endSessions: { accountId: accountId(target), only: `mine-${target}` },
        }),
      'changing each other’s account': (self, target) =>
        change({
          guards: {
            actor: { accountId: accountId(self), version: 1, sessionId: `mine-${self}` },
            account: { id: accountId(target), version: 1 },
          },
          account: account(target, { version: 2 }),
        }),
    };
    it.each(Object.entries(acts))('%s', async (_, act) => {
      await repeatedly(async (owner) => {
        const target = await newOwner();
        const outcomes = await Promise.all([store.commit(act(owner, target)), store.commit(act(target, owner))]);
        expect(told(outcomes).split(', ').sort()).toEqual(['committed', 'conflict']);
        for (const result of outcomes) {
          if (result.outcome === 'conflict') expect(['actor', 'account']).toContain(result.with);
        }
      });
      noFaults();
    });
  });
}
