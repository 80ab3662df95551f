import type { PolicyInput } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import {
  BASELINE,
  CHANGED_SINCE,
  ENHANCED,
  notInForce,
  SINGLE,
  SUPERSEDED,
  somebodyIn,
  starts,
  versions,
} from './code-policy.test-support.ts';

describe('releases of the code, each with its policy', () => {
  it('X24 X40 that was in force before is put back: the code that starts last wins, and so does a roll-back', async () => {
    const { store } = contendedStore();
    for (const policy of [SINGLE, ENHANCED, SINGLE, SINGLE]) await starts(store, policy);
    expect(await versions(store)).toEqual([
      ['single', 'system'],
      ['enhanced', 'system'],
      ['single', 'system'],
    ]);
  });

  it('X24 of an earlier name leaves the policy of a later name in force, and a roll-back has a later name', async () => {
    const { store } = contendedStore();
    await starts(store, SINGLE, { policyRelease: '9' });
    await starts(store, ENHANCED, { policyRelease: '10' });
    const restarted = await starts(store, SINGLE, { policyRelease: '9' });
    expect(restarted.logged).toEqual([notInForce('policy-superseded', 2, 'system', SUPERSEDED)]);
    expect((await starts(store, ENHANCED, { policyRelease: '9' })).logged).toEqual([]);
    const rolledBack = await starts(store, SINGLE, { policyRelease: '11' });
    expect(rolledBack.logged).toMatchObject([[{}, { code: 'policy-deployed', version: 3 }]]);
    expect(await versions(store)).toEqual([
      ['single', 'system', '11'],
      ['enhanced', 'system', '10'],
      ['single', 'system', '9'],
    ]);
  });

  it.each([
    ['9', '10'],
    ['1.9.0', '1.10.0'],
    ['2031-02-03T09:00:00Z', '2031-02-03T10:00:00Z'],
    ['build-99', 'build-100'],
  ])('X24 %s is before %s', async (earlier, later) => {
    const { store } = contendedStore();
    await starts(store, ENHANCED, { policyRelease: later });
    await starts(store, SINGLE, { policyRelease: earlier });
    expect(await versions(store)).toEqual([['enhanced', 'system', later]]);
    const other = contendedStore();
    await starts(other.store, SINGLE, { policyRelease: earlier });
    await starts(other.store, ENHANCED, { policyRelease: later });
    expect(await versions(other.store)).toHaveLength(2);
  });

  it('X24 that administrators or host code changed stays changed until other code, or a later name, is deployed', async () => {
    const { store } = contendedStore();
    const { auth } = await starts(store, SINGLE, { policyRelease: '1' });
    await auth.policy.set('default', BASELINE, { ifVersion: 1, by: hostCode('host') });
    for (const rest of [{ policyRelease: '1' }, {}]) {
      const again = await starts(store, SINGLE, rest);
      expect(again.logged).toEqual([notInForce('policy-changed-since', 2, 'host:host', CHANGED_SINCE)]);
    }
    await starts(store, SINGLE, { policyRelease: '2' });
    await auth.policy.set('default', BASELINE, { ifVersion: 3, by: hostCode('host') });
    await starts(store, ENHANCED, { policyRelease: '2' });
    expect((await versions(store)).map(([strength, by]) => `${strength} ${by}`)).toEqual([
      'enhanced system',
      'baseline host:host',
      'single system',
      'baseline host:host',
      'single system',
    ]);
  });

  it('X24 X25 that strands more accounts than the host allows from a date on keeps the process from starting', async () => {
    const { store } = contendedStore();
    await starts(store, SINGLE);
    await somebodyIn(store);
    const stranding: PolicyInput<string> = {
      ...SINGLE,
      enrollment: { firstFactor: 'vouched' },
      later: [{ from: '2031-03-04T09:00:00Z', requiredStrength: 'enhanced' }],
    };
    const at = Date.parse('2031-03-04T09:00:00Z');
    await expect(starts(store, stranding, { refuseIfStranding: 0 })).rejects.toMatchObject({
      code: 'policy-strands-accounts',
      message: expect.stringContaining('in the code from 2031-03-04T09:00:00.000Z on 1 account could not sign in'),
    });
    const { logged } = await starts(store, stranding, { refuseIfStranding: 1 });
    expect(logged).toEqual([
      [
        expect.stringContaining('; from 2031-03-04T09:00:00.000Z on 0 have to enroll, 1 cannot sign in by themselves'),
        expect.objectContaining({ stranded: 0, dates: [{ from: at, unaffected: 0, mustEnroll: 0, stranded: 1 }] }),
      ],
    ]);
    // The date is in force already: a further policy strands nobody anew.
    await starts(store, { ...stranding, recentProof: '20m' }, { refuseIfStranding: 0 });
    expect(await versions(store)).toHaveLength(3);
  });

  it('X24 X25 that strands more accounts than the host allows keeps the process from starting, and changes nothing', async () => {
    const { store, commits } = contendedStore();
    await starts(store, SINGLE);
    await somebodyIn(store);
    commits.length = 0;
    const stranding: PolicyInput<string> = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } };
    const starting = starts(store, stranding, { refuseIfStranding: 0 });
    await expect(starting).rejects.toMatchObject({
      name: 'SallyportConfigError',
      code: 'policy-strands-accounts',
      message: expect.stringContaining('1 account could not sign in'),
      wayOut: expect.stringContaining('`sallyport policy preview POLICY --auth FILE --names` lists the accounts'),
    });
    expect(commits).toEqual([]);
    const started = await starts(store, stranding, { refuseIfStranding: 1 });
    expect(started.logged).toMatchObject([[{}, { code: 'policy-deployed', stranded: 1 }]]);
    // The account is stranded already: a further policy strands nobody anew.
    await starts(store, { ...stranding, recentProof: '20m' }, { refuseIfStranding: 0 });
    expect(await versions(store)).toHaveLength(3);
  });
});
