import { definePolicy, type PolicyInput, parsePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './policy-findings.ts';

const EXCLUDING = { roles: { clerk: { methods: ['password'] }, guard: { methods: ['passkey'] } } } as const;

describe('the findings about a policy', () => {
  it('are those of the policy', async () => {
    const codesOf = async (policy: PolicyInput<string>) =>
      (await findingsOf(definePolicy(policy))).map(({ code }) => code);
    expect(await codesOf(EXCLUDING)).toContain('roles-exclude-each-other');
    expect(await codesOf({})).not.toContain('roles-exclude-each-other');
  });

  it('are made once for the same text', async () => {
    const first = await findingsOf(definePolicy(EXCLUDING));
    expect(await findingsOf(definePolicy({ ...EXCLUDING }))).toBe(first);
    expect(await findingsOf(definePolicy({ ...EXCLUDING, recentProof: '5m' }))).not.toBe(first);
  });

  it('are made for what the host has configured', async () => {
    const written = { requiredStrength: 'single' } as const;
    const bare = await findingsOf(parsePolicy(written, { methods: ['password'] }));
    expect(bare).not.toEqual(findingsOf(parsePolicy(written)));
  });

  it('are forgotten after a hundred other policies', async () => {
    const first = await findingsOf(definePolicy(EXCLUDING));
    for (let minutes = 1; minutes <= 100; minutes++) {
      await findingsOf(definePolicy({ recentProof: `${minutes}m` }));
      if (minutes < 100) expect(await findingsOf(definePolicy({ recentProof: '1m' }))).toBeDefined();
    }
    expect(await findingsOf(definePolicy(EXCLUDING))).not.toBe(first);
    expect(await findingsOf(definePolicy(EXCLUDING))).toEqual(first);
  });
});
