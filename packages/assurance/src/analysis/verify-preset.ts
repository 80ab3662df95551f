import { POLICY_PRESETS, type Policy, type PresetName } from '@sallyport/core';
import { sessionLimitsAt } from '@sallyport/core/model';
import { strengthImplies } from './world/implication.ts';

/** A requirement of a preset's standard that a policy does not meet. */
export interface PresetFinding {
  /** Stable. Callers branch on the code. */
  readonly code: 'preset-deviation';
  /** The caller asked for the preset, so that each deviation is an error. */
  readonly severity: 'error';
  /** The preset. */
  readonly preset: PresetName;
  /** The requirement of the standard, such as `8.3.6`. */
  readonly requirement: string;
  /** The place in the policy, as a dotted path. */
  readonly path: string;
  /** In English, for the policy's author: what the policy does, what the standard asks for, and what to write. */
  readonly message: string;
}

/**
 * Compares a policy with the standard of a preset. Every requirement that the policy does not meet is a finding. A policy that is stricter than the
 * preset has no findings. Roles can only ask for more than the tenant, so that the tenant's own rules are compared.
 *
 * @example
 * ```ts
 * import { definePolicy, POLICY_PRESETS } from '@sallyport/core';
 * import { verifyPreset } from '@sallyport/assurance';
 *
 * const policy = definePolicy({ ...POLICY_PRESETS.pci, passwords: { minimum: 10, history: 4, letterAndDigit: true } });
 * const deviations = verifyPreset(policy, 'pci');
 * // [{ code: 'preset-deviation', requirement: '8.3.6', path: 'passwords.minimum', … }]
 * ```
 */
export function verifyPreset(policy: Policy, preset: PresetName): readonly PresetFinding[] {
  return CHECKS[preset](policy).map((deviation) => ({
    ...deviation,
    code: 'preset-deviation',
    severity: 'error',
    preset,
  }));
}

/** Returns whether a text is the name of a preset. */
export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(POLICY_PRESETS, name);
}

type Deviation = Pick<PresetFinding, 'requirement' | 'path' | 'message'>;

const MINUTE = 60_000;

const CHECKS: Readonly<Record<PresetName, (policy: Policy) => readonly Deviation[]>> = { pci: pciDeviations };

/** The limits of PCI DSS 4.0.1. */
const PCI = { idle: 15 * MINUTE, failures: 10, lock: 30 * MINUTE, minimum: 12, history: 4 } as const;

function pciDeviations(policy: Policy): readonly Deviation[] {
  const { lockout, passwords } = policy;
  const shortestLock = Math.min(...lockout.lockLengths);
  const checks: readonly (readonly [isMet: boolean, requirement: string, path: string, message: string])[] = [
    [
      asksForTwoFactors(policy),
      '8.4.2',
      'requiredStrength',
      "Some sign-ins need less than two factors of different kinds, or a mailed code beside a password. PCI DSS 4.0.1 §8.4.2 and §8.5.1 ask everybody for two factors: require 'enhanced' or 'phishing-resistant'.",
    ],
    [
      longestIdle(policy) <= PCI.idle,
      '8.2.8',
      'session.idle',
      `A session lives on for ${Math.round(longestIdle(policy) / MINUTE)} minutes without a request. PCI DSS 4.0.1 §8.2.8 asks for a new sign-in after 15 minutes: write session.idle '15m'.`,
    ],
    [
      lockout.maxFailures <= PCI.failures,
      '8.3.4',
      'lockout.maxFailures',
      `${lockout.maxFailures} wrong guesses lock an account. PCI DSS 4.0.1 §8.3.4 asks for a lock after at most ${PCI.failures}.`,
    ],
    [
      shortestLock >= PCI.lock,
      '8.3.4',
      'lockout.lockFor',
      `A lock ends after ${Math.round(shortestLock / MINUTE)} minutes. PCI DSS 4.0.1 §8.3.4 asks for at least 30 minutes: write lockout.lockFor '30m'.`,
    ],
    [
      passwords.minimum >= PCI.minimum,
      '8.3.6',
      'passwords.minimum',
      `A new password may have ${passwords.minimum} characters. PCI DSS 4.0.1 §8.3.6 asks for at least ${PCI.minimum}.`,
    ],
    [
      passwords.letterAndDigit,
      '8.3.6',
      'passwords.letterAndDigit',
      'A new password may be without a letter or without a digit. PCI DSS 4.0.1 §8.3.6 asks for both: write passwords.letterAndDigit true.',
    ],
    [
      passwords.history >= PCI.history,
      '8.3.7',
      'passwords.history',
      `A new password is compared with ${passwords.history === 0 ? 'no earlier password' : `the last ${passwords.history}`}. PCI DSS 4.0.1 §8.3.7 asks for the last ${PCI.history}.`,
    ],
  ];
  return checks.filter(([isMet]) => !isMet).map(([, requirement, path, message]) => ({ requirement, path, message }));
}

function asksForTwoFactors({ strengths, tenant, patterns }: Policy): boolean {
  const [, , enhanced] = strengths;
  return strengths.some(
    (strength, place) => (tenant.strengths & (1 << place)) !== 0 && strengthImplies(strength, enhanced, patterns),
  );
}

/** Milliseconds. */
function longestIdle(policy: Policy): number {
  return sessionLimitsAt(policy, { roles: [], factors: { passkeys: [] } }, () => 'single').idle;
}
