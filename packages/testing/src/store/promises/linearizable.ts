import assert from 'node:assert/strict';
import type { AttemptRef, Commit } from '@sallyport/engine';
import { guess, JUDGED, SUBJECT } from '../attempts.ts';
import { counterModel } from '../history/counter-model.ts';
import { interleaving, turns } from '../history/interleaving.ts';
import { historyInWords, isLinearizable, type Model } from '../history/is-linearizable.ts';
import { recordHistory } from '../history/record-history.ts';
import { singleUseModel } from '../history/single-use-model.ts';
import { withoutContended } from '../history/without-contended.ts';
import { type Numbers, numbersFrom } from '../numbers.ts';
import { later, MINUTE, NOW, sampleAccount, sampleFlow, sampleSession, tenantId } from '../sample-records.ts';
import { addAccounts, begin, type Chapter, type Scene, tryWrite, write } from '../scene.ts';

const CLIENTS = 5;
const MOVES = 7;

/** The next call of a client, in a store with concurrent clients. */
type Move = (scene: Scene, numbers: Numbers) => Promise<unknown>;

/** Runs concurrent clients, each with one call at a time. The history must be linearizable. */
async function isOneStore<State>(scene: Scene, seed: number, model: Model<State>, client: () => Move): Promise<void> {
  const numbers = numbersFrom(seed);
  const { store, history } = recordHistory(interleaving(scene.store, numbers));
  const watched = { ...scene, store };
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const move = client();
      for (let made = 0; made < MOVES; made++) {
        await turns(numbers.below(6));
        await move(watched, numbers);
      }
    }),
  );
  const calls = withoutContended(history());
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

const SEEDS = [1, 20_250_615, 314_159];

/** Runs the proof for each seed, each time in a separate tenant. */
async function forEachSeed(scene: Scene, keep: (scene: Scene, seed: number) => Promise<void>): Promise<void> {
  for (const seed of SEEDS) await keep({ ...scene, tenant: tenantId(`${scene.tenant}-${seed}`) }, seed);
}

/** The answers to concurrent clients are the answers of a single sequential store. */
export const linearizable: Chapter = {
  title: 'what many hear at once is the work of one store',
  promises: {
    'the attempt counter, guessed at, given back and cleared by five clients': (scene) => forEachSeed(scene, guessedAt),
    'single-use values, used by five clients': (scene) => forEachSeed(scene, used),
    'flows, begun, moved on, ended and consumed by five clients': (scene) => forEachSeed(scene, consumed),
  },
};
