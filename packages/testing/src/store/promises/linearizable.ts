import assert from 'node:assert/strict';
import type { AttemptRef, Commit, SessionCheck, TenantId } from '@sallyport/engine';
import { guess, JUDGED, SUBJECT } from '../attempts.ts';
import { counterModel } from '../history/counter-model.ts';
import { interleaving, turns } from '../history/interleaving.ts';
import { historyInWords, isLinearizable, type Model } from '../history/is-linearizable.ts';
import type { Call } from '../history/record-history.ts';
import { recordHistory } from '../history/record-history.ts';
import { singleUseModel } from '../history/single-use-model.ts';
import { versionModel } from '../history/version-model.ts';
import { withoutContended } from '../history/without-contended.ts';
import { type Numbers, numbersFrom } from '../numbers.ts';
import {
  accountId,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  sampleFlow,
  samplePolicy,
  sampleSession,
  tenantId,
} from '../sample-records.ts';
import {
  addAccounts,
  begin,
  type Chapter,
  fromOtherTenant,
  openSessions,
  type Scene,
  tryWrite,
  write,
} from '../scene.ts';

const CLIENTS = 5;
const MOVES = 7;
const READERS = 64;
const READS = 3;

/** The next call of a client, in a store with concurrent clients. */
type Move = (scene: Scene, numbers: Numbers) => Promise<unknown>;

interface Client {
  readonly move: Move;
  readonly moves: number;
}

/** Runs concurrent clients, each with one call at a time. */
async function historyOf(scene: Scene, seed: number, clients: readonly Client[]): Promise<readonly Call[]> {
  const numbers = numbersFrom(seed);
  const { store, history } = recordHistory(interleaving(scene.store, numbers));
  const watched = { ...scene, store };
  await Promise.all(
    clients.map(async ({ move, moves }) => {
      for (let made = 0; made < moves; made++) {
        await turns(numbers.below(6));
        await move(watched, numbers);
      }
    }),
  );
  return withoutContended(history());
}

async function isOneStore<State>(scene: Scene, seed: number, model: Model<State>, client: () => Move): Promise<void> {
  const clients = Array.from({ length: CLIENTS }, () => ({ move: client(), moves: MOVES }));
  explains(model, await historyOf(scene, seed, clients));
}

function explains<State>(model: Model<State>, calls: readonly Call[]): void {
  assert.ok(
    isLinearizable(calls, model),
    `no order of these calls explains their answers:\n${historyInWords(calls, model)}`,
  );
}

/** Guesses, judges, gives back, clears and reads the counter. */
function guessing(): Move {
  const limits = { ...JUDGED, maxFailures: 4, hardLimit: 11 };
  const open: AttemptRef[] = [];
  return async (scene, { below, oneOf }) => {
    const kind = below(10);
    const ref = kind < 4 ? open.pop() : undefined;
    if (ref !== undefined && kind > 1) {
      return tryWrite(scene, { judged: { attempt: ref, hardLimit: limits.hardLimit } });
    }
    if (ref !== undefined) return tryWrite(scene, { giveBack: ref });
    if (kind === 8) return scene.store.listCounters(scene.tenant, [SUBJECT]);
    if (kind === 9) {
      const by = oneOf(['stranger', 'known-device', 'administrator'] as const);
      return tryWrite(scene, { clearCounters: { subject: SUBJECT, by } });
    }
    const answer = await guess(scene, { limits }, { now: later(oneOf([0, 0, 0, 9 * MINUTE, 10 * MINUTE])) });
    if (answer.outcome === 'counted') open.push(answer.ref);
    return answer;
  };
}

/** Uses single-use values that other clients use too. Some single-use values expire after a minute. */
function usingOnce(): Move {
  return (scene, { below, oneOf }) => {
    const expiresAt = oneOf([later(MINUTE), later(9 * MINUTE)]);
    const now = oneOf([NOW, NOW, later(MINUTE)]);
    return tryWrite(scene, { now, uses: [{ key: `single-use-${below(3)}`, expiresAt }] });
  };
}

/** Reads a flow. Begins the flow if it is absent; otherwise moves the flow on, ends or consumes the flow. */
function flowing(name: () => number): Move {
  return async (scene, { below, oneOf }) => {
    const id = oneOf(['f1', 'f2']);
    const { flow } = await begin(scene, { flowHash: `token-of-${id}` });
    if (flow === undefined) return tryWrite(scene, { flow: sampleFlow(scene.tenant, id) });
    const guards = { flow: { id, version: flow.version } };
    const session = sampleSession(scene.tenant, `s${name()}`, 'cleo');
    const changes: readonly Partial<Commit>[] = [
      { flow: sampleFlow(scene.tenant, id, { version: flow.version + 1 }) },
      { flow: sampleFlow(scene.tenant, id, { version: flow.version + 1 }) },
      { newSession: { session, consumes: { flowId: id } } },
      { endFlow: { id } },
    ];
    await turns(below(4));
    return tryWrite(scene, { guards, ...oneOf(changes) });
  };
}

/** Raises the versions of a tenant's session, account and policy, and ends the session with the last move. */
function raising(own: (scene: Scene) => Scene): Move {
  const account = accountId('cleo');
  const versions = { session: 1, account: 1, policy: 1 };
  let made = 0;
  return (watched, { oneOf }) => {
    const scene = own(watched);
    const { tenant } = scene;
    if (++made === MOVES) return write(scene, { endSessions: { accountId: account } });
    const part = oneOf(['session', 'account', 'policy'] as const);
    const [before, version] = [versions[part], ++versions[part]];
    const changes: Readonly<Record<typeof part, Partial<Commit>>> = {
      session: {
        guards: { session: { id: 's1', version: before } },
        session: sampleSession(tenant, 's1', 'cleo', { version }),
      },
      account: {
        guards: { account: { id: account, version: before } },
        account: sampleAccount(tenant, 'cleo', { version }),
      },
      policy: { policy: samplePolicy(tenant, version) },
    };
    return write(scene, changes[part]);
  };
}

/** Both tenants have a session with this token. */
function checking({ tenant, otherTenant, store }: Scene, { below, oneOf }: Numbers): Promise<unknown> {
  return store.checkSession({
    tenant: oneOf([tenant, otherTenant]),
    tokenHash: 'token-of-s1',
    now: oneOf([NOW, NOW, later(2 * MINUTE)]),
    knownPolicy: below(3),
    touchAfter: MINUTE,
  });
}

export function guessedAt(scene: Scene, seed: number): Promise<void> {
  return isOneStore(scene, seed, counterModel, guessing);
}

export function used(scene: Scene, seed: number): Promise<void> {
  return isOneStore(scene, seed, singleUseModel, usingOnce);
}

export async function consumed(scene: Scene, seed: number): Promise<void> {
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
  for (const id of ['f1', 'f2']) await write(scene, { flow: sampleFlow(scene.tenant, id) });
  let named = 0;
  const initial = { used: {}, flows: { f1: 1, f2: 1 } };
  await isOneStore(scene, seed, { ...singleUseModel, initial }, () => flowing(() => named++));
}

/** Each record is a register: a store may read the session and the account one after the other. */
export async function checked(scene: Scene, seed: number): Promise<void> {
  const sides = [(of: Scene) => of, fromOtherTenant];
  for (const side of sides) {
    const own = side(scene);
    await addAccounts(own, sampleAccount(own.tenant, 'cleo'));
    await openSessions(own, sampleSession(own.tenant, 's1', 'cleo'));
    await write(own, { policy: samplePolicy(own.tenant, 1) });
  }
  const writers = sides.map((side) => ({ move: raising(side), moves: MOVES }));
  const readers = Array.from({ length: READERS }, () => ({ move: checking, moves: READS }));
  const calls = await historyOf(scene, seed, [...writers, ...readers]);
  for (const { tenant } of sides.map((side) => side(scene))) {
    const own = calls.filter(({ asked }) => (asked[0] as Commit | SessionCheck).tenant === tenant);
    const live = own.filter(({ answer }) => answer?.value !== undefined);
    explains(versionModel('session'), own);
    for (const part of ['account', 'policy'] as const) explains(versionModel(part), live);
  }
}

const SEEDS = [1, 20_250_615, 314_159];

/** Runs the proof for each seed, each time in a separate tenant. */
async function forEachSeed(scene: Scene, keep: (scene: Scene, seed: number) => Promise<void>): Promise<void> {
  for (const seed of SEEDS) {
    const ofSeed = (tenant: TenantId): TenantId => tenantId(`${tenant}-${seed}`);
    await keep({ ...scene, tenant: ofSeed(scene.tenant), otherTenant: ofSeed(scene.otherTenant) }, seed);
  }
}

/** The answers to concurrent clients are the answers of a single sequential store. */
export const linearizable: Chapter = {
  title: 'what many hear at once is the work of one store',
  promises: {
    'the attempt counter, guessed at, given back and cleared by five clients': (scene) => forEachSeed(scene, guessedAt),
    'single-use values, used by five clients': (scene) => forEachSeed(scene, used),
    'flows, begun, moved on, ended and consumed by five clients': (scene) => forEachSeed(scene, consumed),
    'sessions, accounts and policies of two tenants, changed beside 64 readers': (scene) => forEachSeed(scene, checked),
  },
};
