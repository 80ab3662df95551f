import type { AdministratorsInput, DurationText, FirstFactor, LockoutInput, Tightening } from './policy-input.ts';

/** A policy without `administrators` has no administrators: no role name gives power by itself. */
export const POLICY_DEFAULTS: {
  readonly requiredStrength: 'baseline';
  readonly administrators: Required<AdministratorsInput>;
  readonly lockout: Required<LockoutInput>;
  readonly recentProof: DurationText;
  readonly providerStrengthWithin: DurationText;
  readonly counterRegression: 'report';
  readonly emailCodes: 'when-nothing-stronger';
  readonly firstFactor: FirstFactor;
  readonly mailboxAlone: 'baseline-only';
  readonly vaultEmergency: 'optional';
  readonly onTighten: Tightening;
} = {
  requiredStrength: 'baseline',
  administrators: { policy: [], people: [], helpdesk: [] },
  lockout: { maxFailures: 10, window: '15m', lockFor: '15m', growth: 2, maxLockFor: '12h', hardLimit: 100 },
  recentProof: '15m',
  providerStrengthWithin: '90d',
  counterRegression: 'report',
  emailCodes: 'when-nothing-stronger',
  firstFactor: 'two-proofs',
  mailboxAlone: 'baseline-only',
  vaultEmergency: 'optional',
  onTighten: 'next-sign-in',
};

/** `policyIn` keeps a policy for each set of contexts. */
export const MOST_CONTEXTS = 12;
