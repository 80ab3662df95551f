import { randomBytes } from 'node:crypto';
import { definePolicy, type Instant, instant } from '@sallyport/core';
import type { CommitResult, Store } from '@sallyport/engine';
import type { AccountId, AccountRecord, Commit, TenantId } from '@sallyport/store';
import { asStored, type EngineCommit } from '../kernel/commit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { OneAtATime } from '../kernel/one-at-a-time.ts';
import { ANYWHERE } from '../kernel/request-place.ts';

export const NOW: Instant = instant(Date.UTC(2031, 1, 3, 9));
export const BARE_TENANT = 'default' as TenantId;

/** As little of a kernel as an act on accounts needs, whose commits are answered as the test says, and kept. */
export function bareKernel(
  answer: (tries: number) => CommitResult,
  store: Partial<Store> = {},
): { readonly kernel: Kernel; readonly commits: Commit[] } {
  const commits: Commit[] = [];
  const commit = async (change: EngineCommit) => answer(commits.push(asStored(change)));
  const kernel = {
    store: { readPolicy: async () => undefined, readAdministrators: async () => undefined, ...store },
    administratorsQueue: new OneAtATime(),
    ...{ commit, commitAct: commit, logger: { warn: () => {}, error: () => {} } },
    place: ANYWHERE,
    policies: { known: () => ({ policy: definePolicy({ administrators: { policy: ['super-admin'] } }), version: 7 }) },
    passwords: { hash: async (password: string) => `hash of ${password}` },
    siteOf: () => ({ relyingParty: { id: 'localhost', name: 'localhost' } }),
    random: randomBytes,
    now: () => NOW,
  };
  return { kernel: kernel as unknown as Kernel, commits };
}

export const COMMITTED: CommitResult = { outcome: 'committed' };

/** An account that has nothing but its identifier, and what is told of it. */
export function bareAccount(told: Partial<AccountRecord> = {}): AccountRecord {
  return {
    ...{ schema: 1, tenant: BARE_TENANT, id: 'ada' as AccountId, version: 4, epoch: 1, createdAt: NOW },
    ...{ identifiers: ['ada'], userHandle: 'handle', roles: [], passkeys: [], ...told },
  };
}
