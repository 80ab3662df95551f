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

/** What a promise is tried on: an empty store, and two tenants in it. */
export interface Scene {
  readonly store: Store;
  readonly tenant: TenantId;
  readonly otherTenant: TenantId;
}

/** How thoroughly a promise is tried. */
export interface ProofOptions {
  /** How often two who are in each other's way are let go at once. */
  readonly rounds: number;
}

/** The promises of the port on one matter, by name. A proof throws where the store breaks the promise. */
export interface Chapter {
  readonly title: string;
  readonly promises: Readonly<Record<string, (scene: Scene, options: ProofOptions) => Promise<void>>>;
}

/** The same scene, seen from the other tenant. */
export function fromOtherTenant({ store, tenant, otherTenant }: Scene): Scene {
  return { store, tenant: otherTenant, otherTenant: tenant };
}

/** A commit with nothing in it but what is given. */
export function tryWrite({ store, tenant }: Scene, change: Partial<Commit>): Promise<CommitResult> {
  return store.commit({ tenant, now: NOW, guards: {}, events: [], ...change });
}

/** A commit that has to succeed. */
export async function write(scene: Scene, change: Partial<Commit>): Promise<void> {
  assert.deepEqual(await tryWrite(scene, change), { outcome: 'committed' });
}

/** A commit that has to be refused, for one of these reasons. */
export async function refuse(scene: Scene, change: Partial<Commit>, obstacle: Obstacle): Promise<void> {
  assert.deepEqual(await tryWrite(scene, change), { outcome: 'conflict', with: obstacle });
}

export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** A step that loads, and counts, what is given and nothing else. Knows no policy unless told. */
export function begin({ store, tenant }: Scene, step: Partial<BeginStep>): Promise<StepLoaded> {
  return store.beginStep({ tenant, now: NOW, knownPolicy: 0, ...step });
}

/** Writes accounts that are new. */
export async function addAccounts(scene: Scene, ...accounts: readonly AccountRecord[]): Promise<void> {
  for (const account of accounts) await write(scene, { account });
}

/** Opens sessions as the port has it: each by consuming a flow of its own. */
export async function openSessions(scene: Scene, ...sessions: readonly SessionRecord[]): Promise<void> {
  for (const session of sessions) {
    const flow = sampleFlow(scene.tenant, `flow-before-${session.id}`);
    await write(scene, { flow });
    await write(scene, {
      guards: { flow: { id: flow.id, version: flow.version } },
      opens: { session, consumes: { flowId: flow.id } },
    });
  }
}

/** Does the same so many times at once. */
export function atOnce<Result>(times: number, act: (turn: number) => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(Array.from({ length: times }, (_, turn) => act(turn)));
}

/** How often each outcome came about. A conflict counts under what it was with. */
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
