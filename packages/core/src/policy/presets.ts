import type { PolicyInput } from './policy-input.ts';

/** The name of a preset. */
export type PresetName = 'pci';

/**
 * Policies that satisfy a standard, as far as a policy can. A policy begins with a preset and adds to the preset: `definePolicy({
 * ...POLICY_PRESETS.pci, roles })`. `sallyport check --preset pci`, or `verifyPreset` of `@sallyport/assurance`, finds each deviation of the
 * result.
 *
 * `pci`, by PCI DSS 4.0.1:
 * - §8.2.8: a session ends after 15 minutes without a request;
 * - §8.3.4: ten wrong guesses lock for at least 30 minutes;
 * - §8.3.6: a password has at least 12 characters, with a letter and a digit;
 * - §8.3.7: a new password differs from the last four;
 * - §8.4 and §8.5.1: two factors of different kinds. `enhanced` takes no email code.
 */
export const POLICY_PRESETS: Readonly<Record<PresetName, PolicyInput>> = {
  pci: {
    requiredStrength: 'enhanced',
    session: { idle: '15m' },
    lockout: { maxFailures: 10, window: '30m', lockFor: '30m' },
    passwords: { minimum: 12, history: 4, letterAndDigit: true },
  },
};
