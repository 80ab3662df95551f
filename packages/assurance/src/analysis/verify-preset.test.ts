import { definePolicy, POLICY_PRESETS, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { verifyPolicy } from './verify-policy.ts';
import { verifyPreset } from './verify-preset.ts';

const { pci } = POLICY_PRESETS;
const told = (input: PolicyInput<string>) =>
  verifyPreset(definePolicy(input), 'pci').map(({ requirement, path }) => `${requirement} ${path}`);

describe('the preset pci', () => {
  it('X27 has no deviation from itself, with rules of a host and with stricter limits', () => {
    expect(told(pci)).toEqual([]);
    const roles = { admin: { requiredStrength: 'phishing-resistant' } } as const;
    expect(told({ ...pci, administrators: { policy: ['admin'] }, roles })).toEqual([]);
    expect(
      told({
        requiredStrength: 'phishing-resistant',
        lockout: { maxFailures: 5, lockFor: '1h' },
        passwords: { minimum: 16, history: 12, letterAndDigit: true },
      }),
    ).toEqual([]);
  });

  it.each<[string, PolicyInput<string>, string]>([
    ['an email code beside a password', { requiredStrength: 'baseline' }, '8.4.2 requiredStrength'],
    ['a long idle session', { session: { idle: '16m' } }, '8.2.8 session.idle'],
    ['the idle limit of the strength', { session: {} }, '8.2.8 session.idle'],
    ['an eleventh guess', { lockout: { ...pci.lockout, maxFailures: 11 } }, '8.3.4 lockout.maxFailures'],
    ['a short lock', { lockout: { ...pci.lockout, lockFor: '29m' } }, '8.3.4 lockout.lockFor'],
    ['a short password', { passwords: { ...pci.passwords, minimum: 11 } }, '8.3.6 passwords.minimum'],
    ['no digit', { passwords: { ...pci.passwords, letterAndDigit: false } }, '8.3.6 passwords.letterAndDigit'],
    ['three earlier passwords', { passwords: { ...pci.passwords, history: 3 } }, '8.3.7 passwords.history'],
  ])('X27 finds %s, and nothing else', (_, change, finding) => {
    expect(told({ ...pci, ...change })).toEqual([finding]);
  });

  it('X27 finds every deviation of a policy that says nothing', () => {
    expect(told({})).toHaveLength(6);
  });

  it('X27 is a policy without errors or warnings', () => {
    const { findings } = verifyPolicy(
      definePolicy({ ...pci, administrators: { policy: ['owner'] }, roles: { owner: {} } }),
    );
    expect(findings.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([]);
  });
});
