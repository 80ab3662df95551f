import type { ReasonCode } from '@sallyport/core';

type Params = Readonly<Record<string, string | number | readonly string[]>>;

/** The values of each code. A code without an entry does not compile. */
const PARAMS: Readonly<Record<ReasonCode, Params>> = {
  'strength-required': { strength: 'baseline' },
  'methods-restricted': { methods: ['totp'] },
  'nothing-enrolled-satisfies': {},
  'enrollment-needs-proof': {},
  'enrollment-needs-vouching': {},
  'account-blocked': {},
  'sso-preferred': { provider: 'corp' },
  'recent-proof-required': { within: 900_000 },
  'same-mailbox': {},
};

/** A reason of every code, in the form of HTTP. */
export const everyReason = Object.entries(PARAMS).map(
  ([code, params]) => ({ code, params, source: 'route', message: '' }) as const,
);
