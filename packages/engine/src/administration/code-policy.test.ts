import { definePolicy, instant, METHODS, type PolicyInput } from '@sallyport/core';
import { type AccountId, type AccountRecord, type Policies, SallyportConfigError, type Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import { TENANT } from '../embedded.test-support.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { policySource } from '../kernel/policy-source.ts';
import { pooledRandom } from '../kernel/secrets/token.ts';
import { settleCodePolicy } from './code-policy.ts';
import { policies } from './policies.ts';

const SINGLE: PolicyInput = { requiredStrength: 'single' };
const BASELINE: PolicyInput = { requiredStrength: 'baseline' };
const ENHANCED: PolicyInput = { requiredStrength: 'enhanced' };
const START = Date.UTC(2031, 2, 3, 9, 0, 0);

const BROUGHT = { methods: METHODS.filter((method) => method !== 'sso' && method !== 'ldap') };

interface Started {
  readonly auth: { readonly policy: Policies };
  readonly logged: readonly unknown[];
  /** The policy that this process judges by, with nothing read anew. */
  known(): { readonly version: number; readonly document: unknown };
}

/** The part of a process that brings its policy, as it does when it starts. */
async function starts(
  store: Store,
  written?: PolicyInput,
  {
    policySource: source = 'code',
    policyRelease: release,
  }: { policySource?: 'code' | 'store'; policyRelease?: string } = {},
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
    policies: policySource(
      () => parts,
      () => {},
    ),
    logger: { warn: (...words: unknown[]) => void logged.push(words) },
    runAfterReply: () => {},
  } as unknown as Kernel;
  await settleCodePolicy(kernel, TENANT, { policy, source, given: written !== undefined, release });
  const known = () => {
    const inForce = kernel.policies.known(TENANT);
    return { version: inForce.version, document: inForce.policy.document };
  };
  return { auth: { policy: policies(kernel) as Policies }, logged, known };
}

/** Somebody with a password and a mailbox. */
async function somebodyIn(store: Store, ...roles: readonly string[]): Promise<void> {
  const now = instant(START);
  const id = 'ada' as AccountId;
  const account: AccountRecord = {
    ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: ['ada'], userHandle: 'u' },
    ...{ roles, passkeys: [], email: { address: 'ada@example.org', verifiedAt: now } },
    password: { id: 'p', hash: 'none', provenance: 'independent', changedAt: now },
  };
  await store.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
}

const versions = async (store: Store) =>
  (await store.listPolicyVersions(TENANT, { limit: 99 })).items.map(({ document, changedBy, release }) => [
    ...[document['requiredStrength'], changedBy, ...(release === undefined ? [] : [release])],
  ]);

/** What is written of a document that changes nothing. */
const noted = (version: number, document: PolicyInput, detail: object, release?: string) => ({
  ...{ tenant: TENANT, now: START, guards: { policy: version - 1 } },
  policy: { tenant: TENANT, version, document, changedAt: START, changedBy: 'system', release },
  events: [{ tenant: TENANT, id: expect.any(String), at: START, type: 'policy.changed', actor: 'system', detail }],
});

/** What the operator is told where another policy is in force. */
const notInForce = (code: string, version: number, changedBy: string, wayOut: string) => [
  `the policy in the code is NOT in force: version ${version} of the store is, by ${changedBy}`,
  { code, tenant: TENANT, version, changedBy, changedAt: '2031-03-03T09:00:00.000Z', wayOut },
];
const SUPERSEDED =
  'this one was in force before and was replaced since: deploy another, name a new `policyRelease`, or use `auth.policy.set`';
const IN_STORE =
  'change it as a policy administrator or with `auth.policy.set`; with `policySource: "code"` the code is deployed';

describe('the policy of the code, in a store that has none', () => {
  it('X24 is version 1, by the system, whoever its source is', async () => {
    for (const rest of [{}, { policySource: 'store' }, { policyRelease: 'r1' }] as const) {
      const { store, commits } = contendedStore();
      const world = await starts(store, SINGLE, rest);
      const release = 'policyRelease' in rest ? rest.policyRelease : undefined;
      expect(commits).toEqual([noted(1, SINGLE, { version: 1 }, release)]);
      expect(world.logged).toEqual([]);
      expect(world.known()).toEqual({ version: 1, document: SINGLE });
    }
  });

  it('X24 is what is built in where the code has none', async () => {
    const { store, commits } = contendedStore();
    await starts(store);
    expect(commits).toEqual([noted(1, {}, { version: 1 })]);
  });

  it('X24 comes after that of another process which is quicker', async () => {
    const at = contendedStore();
    at.beforeTheNext('commit', () => starts(at.store, BASELINE));
    const world = await starts(at.store, ENHANCED);
    expect(await versions(at.store)).toEqual([
      ['enhanced', 'system'],
      ['baseline', 'system'],
    ]);
    expect(world.logged).toHaveLength(1);
    expect(world.known()).toEqual({ version: 2, document: ENHANCED });
  });

  it('X24 is not in force where that of another process is, and the store is the source', async () => {
    const at = contendedStore();
    at.beforeTheNext('commit', () => starts(at.store, BASELINE));
    const world = await starts(at.store, ENHANCED, { policySource: 'store' });
    expect(await versions(at.store)).toEqual([['baseline', 'system']]);
    expect(world.logged).toEqual([notInForce('policy-in-store', 1, 'system', IN_STORE)]);
    expect(world.known()).toEqual({ version: 1, document: BASELINE });
  });
});

describe('the policy of the code, in a store that has one', () => {
  it('X24 that is the same is nothing new', async () => {
    const { store, commits } = contendedStore();
    await starts(store, { ...SINGLE, methods: ['passkey', 'password'] });
    for (const rest of [{}, { policySource: 'store', policyRelease: 'r9' }] as const) {
      const world = await starts(store, { methods: ['passkey', 'password'], ...SINGLE }, rest);
      expect(world.logged).toEqual([]);
    }
    expect(commits).toHaveLength(1);
  });

  it('X24 that is the same is noted for a release that did not bring it, once', async () => {
    const { store, commits } = contendedStore();
    await starts(store, SINGLE, { policyRelease: 'r1' });
    await starts(store, SINGLE, { policyRelease: 'r1' });
    expect(commits).toHaveLength(1);
    for (let time = 0; time < 2; time++) {
      const world = await starts(store, SINGLE, { policyRelease: 'r2' });
      expect(world.logged).toEqual([]);
      expect(await world.auth.policy.current('default')).toMatchObject({ version: 2 });
    }
    await starts(store, SINGLE, { policyRelease: 'r1' });
    await starts(store, SINGLE);
    expect(commits.slice(1)).toEqual([noted(2, SINGLE, { version: 2, from: 'code', release: 'r2' }, 'r2')]);
  });

  it('X24 that is the same is noted where host code put it in force', async () => {
    const { store, commits } = contendedStore();
    const { auth } = await starts(store, SINGLE);
    await auth.policy.set('default', ENHANCED, { ifVersion: 1, by: 'host' });
    commits.length = 0;
    await starts(store, ENHANCED);
    expect(commits).toEqual([noted(3, ENHANCED, { version: 3, from: 'code', release: undefined })]);
  });

  it('X24 that is another is put in force, with one event and its impact told', async () => {
    const { store, commits } = contendedStore();
    await starts(store, SINGLE);
    await somebodyIn(store);
    commits.length = 0;
    const world = await starts(store, ENHANCED, { policyRelease: 'r2' });
    const detail = { version: 2, from: 'code', release: 'r2' };
    expect(commits).toEqual([
      {
        ...noted(2, ENHANCED, detail, 'r2'),
        guards: { policy: 1, administrators: 0 },
        administrators: { tenant: TENANT, version: 1, accountIds: [] },
      },
    ]);
    const told = 'the policy of the code is in force, as version 2: ';
    expect(world.logged).toEqual([
      [
        `${told}0 accounts unaffected, 1 have to enroll, 0 cannot sign in by themselves`,
        { code: 'policy-deployed', tenant: TENANT, version: 2, unaffected: 0, mustEnroll: 1, stranded: 0 },
      ],
    ]);
  });

  it('X24 that is another stays out of force where the store is the source, or the code has none', async () => {
    const { store } = contendedStore();
    await starts(store, SINGLE);
    const world = await starts(store, ENHANCED, { policySource: 'store' });
    expect(world.logged).toEqual([notInForce('policy-in-store', 1, 'system', IN_STORE)]);
    expect((await starts(store)).logged).toEqual([]);
    expect(await versions(store)).toEqual([['single', 'system']]);
  });

  it('X24 that was in force before is not put back, but by a release that did not bring it', async () => {
    const { store } = contendedStore();
    await starts(store, SINGLE, { policyRelease: 'r1' });
    await starts(store, ENHANCED, { policyRelease: 'r2' });
    for (const rest of [{ policyRelease: 'r1' }, {}]) {
      const world = await starts(store, SINGLE, rest);
      expect(world.logged).toEqual([notInForce('policy-superseded', 2, 'system', SUPERSEDED)]);
    }
    expect((await starts(store, SINGLE, { policyRelease: 'r2' })).logged).toMatchObject([[{}, { version: 3 }]]);
    expect(await versions(store)).toEqual([
      ['single', 'system', 'r2'],
      ['enhanced', 'system', 'r2'],
      ['single', 'system', 'r1'],
    ]);
  });

  it('X24 that only host code put in force before is put in force', async () => {
    const { store } = contendedStore();
    const { auth } = await starts(store, SINGLE);
    await auth.policy.set('default', ENHANCED, { ifVersion: 1, by: 'host' });
    await auth.policy.set('default', BASELINE, { ifVersion: 2, by: 'host' });
    await starts(store, ENHANCED);
    expect(await versions(store)).toEqual([
      ['enhanced', 'system'],
      ['baseline', 'host:host'],
      ['enhanced', 'host:host'],
      ['single', 'system'],
    ]);
  });

  it('X24 is looked for among all versions there were, page by page', async () => {
    const store = memoryStore();
    await starts(store, SINGLE);
    const now = instant(START);
    for (let version = 2; version <= 52; version++) {
      const policy = { tenant: TENANT, version, document: ENHANCED, changedAt: now, changedBy: 'host:host' };
      await store.commit({
        tenant: TENANT,
        now,
        guards: {},
        policy: { ...policy, document: { ...ENHANCED } },
        events: [],
      });
    }
    const world = await starts(store, SINGLE);
    expect(world.logged).toEqual([notInForce('policy-superseded', 52, 'host:host', SUPERSEDED)]);
  });

  it('X24 W4 that would lock out the last administrator keeps the process from starting, and changes nothing', async () => {
    const { store, commits } = contendedStore();
    await starts(store, { ...SINGLE, administrators: { policy: ['super-admin'] } });
    await somebodyIn(store, 'super-admin');
    commits.length = 0;
    const stranding = { administrators: { policy: ['root'] } };
    const starting = starts(store, stranding, { policySource: 'code' });
    await expect(starting).rejects.toThrow(
      new SallyportConfigError(
        'policy-strands-administrators',
        'Under the policy in the code nobody could change the policy who can today: it was not put in force.',
        'Leave a policy administrator who can sign in (`administrators.policy`), or give an account such a role first.',
      ),
    );
    await expect(starting).rejects.toMatchObject({
      code: 'policy-strands-administrators',
      wayOut: expect.stringContaining('give an account such a role first'),
    });
    expect(commits).toEqual([]);
  });

  it('X24 is judged anew where another version comes between', async () => {
    const at = contendedStore();
    const { auth } = await starts(at.store, SINGLE);
    at.beforeTheNext('commit', () => auth.policy.set('default', BASELINE, { ifVersion: 1, by: 'host' }));
    const world = await starts(at.store, ENHANCED);
    expect(await versions(at.store)).toEqual([
      ['enhanced', 'system'],
      ['baseline', 'host:host'],
      ['single', 'system'],
    ]);
    expect(world.logged).toMatchObject([[expect.any(String), { version: 3 }]]);
    at.beforeTheNext('commit', () => auth.policy.set('default', ENHANCED, { ifVersion: 3, by: 'host' }));
    await starts(at.store, ENHANCED, { policyRelease: 'r2' });
    expect(await versions(at.store)).toMatchObject([
      ['enhanced', 'system', 'r2'],
      ['enhanced', 'host:host'],
      {},
      {},
      {},
    ]);
  });
});
