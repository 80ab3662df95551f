import { definePolicy, instant, type PolicyInput } from '@sallyport/core';
import type { Commit, CommitResult, Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import type { Kernel } from '../kernel/kernel.ts';
import { policySource } from '../kernel/policy-source.ts';
import { ANYWHERE } from '../kernel/request-place.ts';
import { tenantId } from '../state/tenant-id.ts';
import { deployCodePolicy } from './code-policy.ts';

const TENANT = tenantId('default');
const NOW = instant(1_000);
const HOST = { methods: ['password', 'passkey'] } as const;
const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };
const LONGER: PolicyInput<string> = { ...SINGLE, recentProof: '20m' };

/** A process with this policy in its code, whose commits are made so; what its operator is told. */
function starting(
  store: Store,
  written: PolicyInput<string>,
  commit: (change: Commit) => Promise<CommitResult>,
): { readonly deploy: (release?: string) => Promise<void>; readonly logged: unknown[] } {
  const policy = definePolicy(written, HOST);
  const logged: unknown[] = [];
  const parts = { host: HOST, firstPolicy: policy };
  let ids = 0;
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(ids++);
  const kernel = {
    ...{ store, commit, commitAct: commit, random, of: () => parts, now: () => NOW, runAfterReply: () => {} },
    place: ANYWHERE,
    policies: policySource(
      () => parts,
      () => {},
      () => NOW,
    ),
    logger: { warn: (_: string, { code }: { code: string }) => void logged.push(code) },
  } as unknown as Kernel;
  const deploy = (release?: string) =>
    deployCodePolicy(kernel, TENANT, { policy, source: 'code', given: true, release });
  return { deploy, logged };
}

it('X24 X17 a start is given up after thirty versions that came between: the store is too busy', async () => {
  let asked = 0;
  const { deploy } = starting(memoryStore(), SINGLE, async () => {
    asked += 1;
    return { outcome: 'conflict', with: 'policy' };
  });
  await expect(deploy()).rejects.toThrow('the store did not answer (deploying the policy)');
  expect(asked).toBe(30);
});

it('X24 a policy that is written is settled: what follows it at once is not this process’s to tell', async () => {
  const store = memoryStore();
  const followed = async (change: Commit): Promise<CommitResult> => {
    const result = await store.commit(change);
    const version = (change.policy?.version ?? 0) + 1;
    const policy = { tenant: TENANT, version, document: { recentProof: '5m' }, changedAt: NOW, changedBy: 'host' };
    await store.commit({ tenant: TENANT, now: NOW, guards: {}, policy, events: [] });
    return result;
  };
  const first = starting(store, SINGLE, followed);
  await first.deploy();
  expect(first.logged).toEqual([]);
  const second = starting(store, LONGER, followed);
  await second.deploy();
  expect(second.logged).toEqual(['policy-deployed']);
});

it('X24 the versions there were are read fifty at a time', async () => {
  const memory = memoryStore();
  for (let version = 1; version <= 51; version++) {
    const policy = { tenant: TENANT, version, document: { ...SINGLE }, changedAt: NOW, changedBy: 'host' };
    await memory.commit({ tenant: TENANT, now: NOW, guards: {}, policy, events: [] });
  }
  const sizes: number[] = [];
  const store: Store = {
    ...memory,
    async listPolicyVersions(tenant, page) {
      const found = await memory.listPolicyVersions(tenant, page);
      sizes.push(found.items.length);
      return found;
    },
  };
  const { deploy } = starting(store, LONGER, memory.commit);
  await deploy();
  expect(sizes).toEqual([50, 1]);
});
