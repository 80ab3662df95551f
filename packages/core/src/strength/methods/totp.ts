import type { Guessable, MethodDescriptor, StrongSecond } from './descriptor.ts';

/** RFC 6238. */
export const totp: MethodDescriptor<'totp'> & StrongSecond & Guessable = {
  name: 'totp',
  use: 'second',
  beside: ['baseline', 'enhanced'],
  inSentences: 'authenticator app',
  guessed: true,
  // The codes of three time steps are right at any moment.
  odds: { hit: 3 / 1_000_000, guesses: 'app codes' },
  thing: { name: 'app', onPhone: true },
  enrollable: true,
  worthForSetUp: 'strong',
  enrolled: (factors) => factors.totp === true,
  factor: { name: 'totp', add: (factors) => ({ ...factors, totp: true }) },
  proof: (_, factors, at) => (factors.totp === true ? { method: 'totp', at } : undefined),
};
