import assert from 'node:assert/strict';
import type {
  AccountRecord,
  BeginStep,
  Commit,
  CommitResult,
  SessionRecord,
  StepLoaded,
  Store,
  TenantId,
} from '@sallyport/engine';
import { NOW, sampleFlow } from './sample-records.ts';

/** The environment of a promise: an empty store with two tenants. */
export interface Scene {
  readonly store: Store;
  readonly tenant: TenantId;
  readonly otherTenant: TenantId;
}

/** The thoroughness of a proof. */
export interface ProofOptions {
  /** The number of rounds with two conflicting concurrent changes. */
  readonly rounds: number;
  /** Milliseconds until an event must come in the stream. */
  readonly streamLag: number;
}

/** The promises of the port on a topic, by name. A proof throws if the store breaks the promise. */
export interface Chapter {
  readonly title: string;
  readonly promises: Readonly<Record<string, (scene: Scene, options: ProofOptions) => Promise<void>>>;
}

/** The same scene with the two tenants exchanged. */
export function fromOtherTenant({ store, tenant, otherTenant }: Scene): Scene {
  return { store, tenant: otherTenant, otherTenant: tenant };
}

/** A commit with these members only. May be refused. */
export function tryWrite({ store, tenant }: Scene, change: Partial<Commit>): Promise<CommitResult> {
  return store.commit({ tenant, now: NOW, guards: {}, events: [], ...change });
}

/** A commit that must succeed. */
export async function write(scene: Scene, change: Partial<Commit>): Promise<void> {
  assert.deepEqual(await tryWrite(scene, change), { outcome: 'committed' });
}

/** A commit that must be refused because of this obstacle. */
export async function refuse(scene: Scene, change: Partial<Commit>, obstacle: Obstacle): Promise<void> {
  assert.deepEqual(await tryWrite(scene, change), { outcome: 'conflict', with: obstacle });
}

export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** A step that loads and counts only what the arguments name. Knows no policy by default. */
export function begin({ store, tenant }: Scene, step: Partial<BeginStep>): Promise<StepLoaded> {
  return store.beginStep({ tenant, now: NOW, knownPolicy: 0, ...step });
}

/** Writes new accounts. */
export async function addAccounts(scene: Scene, ...accounts: readonly AccountRecord[]): Promise<void> {
  for (const account of accounts) await write(scene, { account });
}

/** Opens sessions as the port requires: each session consumes a separate flow. */
export async function openSessions(scene: Scene, ...sessions: readonly SessionRecord[]): Promise<void> {
  for (const session of sessions) {
    const flow = sampleFlow(scene.tenant, `flow-before-${session.id}`);
    await write(scene, { flow });
    await write(scene, {
      guards: { flow: { id: flow.id, version: flow.version } },
      newSession: { session, consumes: { flowId: flow.id } },
    });
  }
}

/** Runs the same act concurrently. */
export function atOnce<Result>(times: number, act: (turn: number) => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(Array.from({ length: times }, (_, turn) => act(turn)));
}

/** The number of results of each outcome. A conflict is counted by its obstacle. */
export function tally(
  results: readonly (CommitResult | { readonly outcome: string })[],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const name = 'with' in result ? result.with : result.outcome;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
