import { describe, expect, it } from 'vitest';
import { FIRST_POLICY, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

describe('a change of the policy', () => {
  it('N5 is told rule by rule before and after it is saved, with what gets weaker and who moves', async () => {
    const ada = await app.admin();
    const { contractor, ...roles } = FIRST_POLICY.roles;
    const loosened = {
      ...FIRST_POLICY,
      requiredStrength: 'baseline',
      roles,
      recentProof: '10m',
      session: { idle: '15m' },
    };
    const rules = [
      { source: 'tenant', member: 'session', before: null, after: { idle: '15m' }, weaker: false },
      { source: 'tenant', member: 'recentProof', before: null, after: '10m', weaker: false },
      { source: { role: 'contractor' }, member: 'requiredStrength', before: 'enhanced', after: null, weaker: true },
    ];
    const moves = [{ from: 'mustEnroll', to: 'meets', count: 1 }];
    expect(contractor.requiredStrength).toBe('enhanced');
    expect(await ada.previews(loosened)).toMatchObject({ status: 200, body: { rules, moves } });
    expect(await ada.putsPolicy(loosened)).toMatchObject({ status: 200, body: { rules, moves } });
    const { body } = await ada.previews(loosened);
    expect(body).toMatchObject({ rules: [], moves: [] });
  });
});
