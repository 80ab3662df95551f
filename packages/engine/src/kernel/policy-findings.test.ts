import { definePolicy, type PolicyInput, parsePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './policy-findings.ts';

const EXCLUDING = { roles: { clerk: { methods: ['password'] }, guard: { methods: ['passkey'] } } } as const;

describe('the findings about a policy', () => {
  it('are those of the policy', () => {
    const codesOf = (policy: PolicyInput) => findingsOf(definePolicy(policy)).map(({ code }) => code);
    expect(codesOf(EXCLUDING)).toContain('roles-exclude-each-other');
    expect(codesOf({})).not.toContain('roles-exclude-each-other');
  });

  it('are made once for the same text', () => {
    const first = findingsOf(definePolicy(EXCLUDING));
    expect(findingsOf(definePolicy({ ...EXCLUDING }))).toBe(first);
    expect(findingsOf(definePolicy({ ...EXCLUDING, recentProof: '5m' }))).not.toBe(first);
  });

  it('are made for what the host has configured', () => {
    const written = { requiredStrength: 'single' } as const;
    const bare = findingsOf(parsePolicy(written, { methods: ['password'] }));
    expect(bare).not.toEqual(findingsOf(parsePolicy(written)));
  });

  it('are forgotten after a hundred other policies', () => {
    const first = findingsOf(definePolicy(EXCLUDING));
    for (let minutes = 1; minutes <= 100; minutes++) {
      findingsOf(definePolicy({ recentProof: `${minutes}m` }));
      if (minutes < 100) expect(findingsOf(definePolicy({ recentProof: '1m' }))).toBeDefined();
    }
    expect(findingsOf(definePolicy(EXCLUDING))).not.toBe(first);
    expect(findingsOf(definePolicy(EXCLUDING))).toEqual(first);
  });
});
