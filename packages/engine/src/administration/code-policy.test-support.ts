import { definePolicy, instant, METHODS, type PolicyInput } from '@sallyport/core';
import type { AccountId, AccountRecord, Policies, Store } from '@sallyport/engine';
import { expect } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { policySource } from '../kernel/policy-source.ts';
import { ANYWHERE } from '../kernel/request-place.ts';
import { pooledRandom } from '../kernel/secrets/token.ts';
import { deployCodePolicy } from './code-policy.ts';
import { policies } from './policies.ts';

export const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };
export const BASELINE: PolicyInput<string> = { requiredStrength: 'baseline' };
export const ENHANCED: PolicyInput<string> = { requiredStrength: 'enhanced' };
export const START = Date.UTC(2031, 2, 3, 9, 0, 0);

const BROUGHT = { methods: METHODS.filter((method) => method !== 'sso' && method !== 'ldap') };

export interface Started {
  readonly auth: { readonly policy: Policies };
  readonly logged: readonly unknown[];
  /** The policy that this process judges by, with nothing read anew. */
  known(): { readonly version: number; readonly document: unknown };
}

/** The part of a process that brings its policy, as it does when it starts. */
export async function starts(
  store: Store,
  written?: PolicyInput<string>,
  {
    policySource: source = 'code',
    policyRelease: release,
    refuseIfStranding,
    deploys,
  }: {
    policySource?: 'code' | 'store';
    policyRelease?: string;
    refuseIfStranding?: number;
    deploys?: boolean;
  } = {},
): Promise<Started> {
  const policy = definePolicy(written ?? {}, BROUGHT);
  const parts = { host: BROUGHT, firstPolicy: policy };
  const logged: unknown[] = [];
  const kernel = {
    ...{
      store,
      commit: store.commit,
      commitAct: store.commit,
      of: () => parts,
      random: pooledRandom(),
      now: () => instant(START),
    },
    place: ANYWHERE,
    policies: policySource(
      () => parts,
      () => {},
      () => instant(START),
    ),
    logger: { warn: (...words: unknown[]) => void logged.push(words) },
    runAfterReply: () => {},
  } as unknown as Kernel;
  await deployCodePolicy(kernel, TENANT, {
    ...{ policy, source, given: written !== undefined, release, refuseIfStranding, deploys },
  });
  const known = () => {
    const inForce = kernel.policies.known(TENANT);
    return { version: inForce.version, document: inForce.policy.document };
  };
  return { auth: { policy: policies(kernel) as Policies }, logged, known };
}

/** Somebody with a password and a mailbox. */
export async function somebodyIn(store: Store, ...roles: readonly string[]): Promise<void> {
  const now = instant(START);
  const id = 'ada' as AccountId;
  const account: AccountRecord = {
    ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: ['ada'], userHandle: 'u' },
    ...{ roles, passkeys: [], email: { address: 'ada@example.org', verifiedAt: now } },
    password: { id: 'p', hash: 'none', provenance: 'independent', changedAt: now },
  };
  await store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
}

export const versions = async (store: Store) =>
  (await store.listPolicyVersions(TENANT, { limit: 99 })).items.map(({ document, changedBy, release }) => [
    ...[document['requiredStrength'], changedBy, ...(release === undefined ? [] : [release])],
  ]);

/** What is written of a document that changes nothing. */
export const noted = (version: number, document: PolicyInput<string>, detail: object, release?: string) => ({
  ...{ tenant: TENANT, now: START, guards: { policy: version - 1 } },
  policy: { tenant: TENANT, version, document, changedAt: START, changedBy: 'system', release },
  events: [{ tenant: TENANT, id: expect.any(String), at: START, type: 'policy.changed', actor: 'system', detail }],
});

/** What the operator is told where another policy is in force. */
export const notInForce = (code: string, version: number, changedBy: string, wayOut: string) => [
  `the policy in the code is NOT in force: version ${version} of the store is, by ${changedBy}`,
  { code, tenant: TENANT, version, changedBy, changedAt: '2031-03-03T09:00:00.000Z', wayOut },
];
export const SUPERSEDED =
  'a later release (`policyRelease`) brought the policy in force: to go back, deploy this code under a later name';
export const CHANGED_SINCE =
  'somebody changed the policy after this code had deployed its own: take the change over, or deploy under a later `policyRelease`';
export const IN_STORE =
  'change it as a policy administrator or with `auth.policy.set`; with `policySource: "code"` the code is deployed';
