import type { AccountFactors, DeliveredCode } from '../account-factors.ts';
import type { Guessable, MethodDescriptor, PlainEvidence } from './descriptor.ts';

/** Weaker than an authenticator app. */
const DELIVERED: Pick<MethodDescriptor, 'use' | 'beside' | 'guessed' | 'delivered' | 'worthForSetUp'> = {
  use: 'second',
  beside: ['baseline'],
  guessed: true,
  delivered: true,
  worthForSetUp: 'weak',
};

export const emailCode: MethodDescriptor<'email-code'> & Guessable = {
  ...DELIVERED,
  name: 'email-code',
  inSentences: 'email code',
  // The limit of mails an hour is left out: the attacker gets more here than in production.
  odds: { hit: 1 / 1_000_000, guesses: 'mailed codes' },
  provesMailbox: true,
  enrolled: getsMailedCodes,
  factor: {
    name: 'email',
    add: (factors, { which = 'example.org' }) => ({ ...factors, mailDomain: which.split('@').at(-1) ?? '' }),
  },
  proof: (_, factors, at) => (getsMailedCodes(factors) ? { method: 'email-code', at } : undefined),
};

export function getsMailedCodes({ mailDomain, mailsCodes }: AccountFactors): boolean {
  return mailDomain !== undefined && mailsCodes !== false;
}

/**
 * A code over the telephone network is a restricted authenticator (NIST SP 800-63B-4 §3.1.3.3): the host has to offer an alternative and to tell
 * people of the risk. It never satisfies
 * `enhanced`, unless a policy names the code in a strength of its own.
 */
export function deliveredCode<Method extends DeliveredCode>(method: Method): MethodDescriptor<Method> {
  const has = ({ codes = [] }: AccountFactors): boolean => codes.includes(method);
  return {
    ...DELIVERED,
    name: method,
    inSentences: method.replaceAll('-', ' '),
    enrollable: true,
    enrolled: has,
    factor: {
      name: method.slice(0, -'-code'.length),
      add: (factors) => ({ ...factors, codes: [...(factors.codes ?? []), method] }),
    },
    proof: (_, factors, at): PlainEvidence<Method> | undefined => (has(factors) ? { method, at } : undefined),
  };
}
