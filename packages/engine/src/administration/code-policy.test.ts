import { instant } from '@sallyport/core';
import { hostCode, SallyportConfigError } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import { TENANT } from '../embedded.test-support.ts';
import {
  BASELINE,
  CHANGED_SINCE,
  ENHANCED,
  IN_STORE,
  noted,
  notInForce,
  SINGLE,
  START,
  somebodyIn,
  starts,
  versions,
} from './code-policy.test-support.ts';

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
    await auth.policy.set('default', ENHANCED, { ifVersion: 1, by: hostCode('host') });
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
        `${told}0 accounts unaffected, 1 have to enroll, 0 cannot sign in by themselves; open sessions that it would not grant go on, at most 30d after their sign-in (onTighten: next-sign-in)`,
        { code: 'policy-deployed', tenant: TENANT, version: 2, unaffected: 0, mustEnroll: 1, stranded: 0 },
      ],
    ]);
  });

  it('N10 X24 says nothing of open sessions in the log if `onTighten` acts on them, or if no sign-in is asked for more', async () => {
    for (const next of [
      { ...ENHANCED, onTighten: 'revoke' },
      { ...SINGLE, recentProof: '5m' },
    ] as const) {
      const { store } = contendedStore();
      await starts(store, SINGLE);
      const { logged } = await starts(store, next);
      expect(logged).toEqual([[expect.not.stringContaining('open sessions'), expect.anything()]]);
    }
  });

  it('X24 that demands less than the policy before names the weaker rules in the log', async () => {
    const { store } = contendedStore();
    await starts(store, { ...ENHANCED, roles: { admin: { session: { idle: '5m' } } } });
    const { logged } = await starts(store, { ...SINGLE, roles: { admin: { session: { idle: '1h' } } } });
    const weaker = ['requiredStrength', 'roles.admin.session'];
    expect(logged).toEqual([
      [
        expect.stringContaining(`it demands less than before: ${weaker.join(', ')}`),
        expect.objectContaining({ code: 'policy-deployed', weaker }),
      ],
    ]);
  });

  it('X24 that is another stays out of force where the store is the source, or the code has none', async () => {
    const { store } = contendedStore();
    await starts(store, SINGLE);
    const world = await starts(store, ENHANCED, { policySource: 'store' });
    expect(world.logged).toEqual([notInForce('policy-in-store', 1, 'system', IN_STORE)]);
    expect((await starts(store)).logged).toEqual([]);
    expect((await starts(store, ENHANCED, { policySource: 'store', deploys: false })).logged).toEqual([]);
    expect(await versions(store)).toEqual([['single', 'system']]);
  });

  it('X24 comes in force by no process that only works with the store, except in an empty store', async () => {
    const { store, commits } = contendedStore();
    await starts(store, SINGLE, { deploys: false });
    expect(commits).toEqual([noted(1, SINGLE, { version: 1 })]);
    commits.length = 0;
    for (const policyRelease of [undefined, 'r2'])
      for (const written of [SINGLE, ENHANCED, undefined]) {
        const world = await starts(store, written, { deploys: false, ...(policyRelease && { policyRelease }) });
        expect(world.known()).toEqual({ version: 1, document: SINGLE });
        expect(world.logged).toEqual(
          written === ENHANCED
            ? [
                notInForce(
                  'policy-not-deployed',
                  1,
                  'system',
                  'this start deploys no policy (`deployPolicy: false`, as in every command of `sallyport`): a start of the app does',
                ),
              ]
            : [],
        );
      }
    expect(commits).toEqual([]);
    await starts(store, ENHANCED, { policyRelease: 'r2' });
    expect(await versions(store)).toEqual([
      ['enhanced', 'system', 'r2'],
      ['single', 'system'],
    ]);
  });

  it('X24 that only host code put in force before is put in force', async () => {
    const { store } = contendedStore();
    const { auth } = await starts(store, SINGLE);
    await auth.policy.set('default', ENHANCED, { ifVersion: 1, by: hostCode('host') });
    await auth.policy.set('default', BASELINE, { ifVersion: 2, by: hostCode('host') });
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
    expect(world.logged).toEqual([notInForce('policy-changed-since', 52, 'host:host', CHANGED_SINCE)]);
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
    at.beforeTheNext('commit', () => auth.policy.set('default', BASELINE, { ifVersion: 1, by: hostCode('host') }));
    const world = await starts(at.store, ENHANCED, { policyRelease: 'r1' });
    expect(await versions(at.store)).toEqual([
      ['enhanced', 'system', 'r1'],
      ['baseline', 'host:host'],
      ['single', 'system'],
    ]);
    expect(world.logged).toMatchObject([[expect.any(String), { version: 3 }]]);
    at.beforeTheNext('commit', () => auth.policy.set('default', ENHANCED, { ifVersion: 3, by: hostCode('host') }));
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
