import type { Enrollable, MethodDescriptor } from './descriptor.ts';

/** An authenticator app (RFC 6238). */
export const totp: MethodDescriptor<'totp'> & Enrollable = {
  name: 'totp',
  use: 'second',
  beside: ['baseline', 'enhanced'],
  inSentences: 'authenticator app',
  guessed: true,
  enrollable: true,
  worthForSetUp: 'strong',
  enrolled: (factors) => factors.totp === true,
  factor: { name: 'totp', add: (factors) => ({ ...factors, totp: true }) },
  proof: (_, factors, at) => (factors.totp === true ? { method: 'totp', at } : undefined),
};
