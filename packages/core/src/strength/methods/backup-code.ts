import type { AccountFactors } from '../account-factors.ts';
import type { Guessable, MethodDescriptor } from './descriptor.ts';

const MADE = 10;

/** NIST SP 800-63B-4 §3.1.2. */
export function backupCodeBeside(
  hasStrong: (factors: AccountFactors) => boolean,
): MethodDescriptor<'backup-code'> & Guessable {
  return {
    name: 'backup-code',
    use: 'second',
    beside: ['baseline', 'enhanced'],
    inSentences: 'backup code',
    guessed: true,
    // Ten codes of 80 bits.
    odds: { hit: MADE / 2 ** 80, guesses: 'backup codes' },
    worthForSetUp: 'stand-in',
    enrolled: (factors) => (factors.backupCodes ?? 0) > 0 && hasStrong(factors),
    factor: {
      name: 'backup-codes',
      form: "'backup-codes' or 'backup-codes:HOW-MANY'",
      add: (factors, { which = String(MADE) }) =>
        /^\d{1,3}$/.test(which) ? { ...factors, backupCodes: Number(which) } : undefined,
    },
    proof: (_, { backupCodes = 0 }, at) => (backupCodes > 0 ? { method: 'backup-code', at } : undefined),
  };
}
