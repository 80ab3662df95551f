import type { PolicyInput } from '@sallyport/core';

/**
 * Members need two proofs (*baseline*). For organizers, mailed codes do not count (*enhanced*), from the first request with the new role
 * on.
 */
export const policy: PolicyInput = {
  requiredStrength: 'baseline',
  /** No role administers over HTTP. */
  administrators: {},
  roles: { organizer: { requiredStrength: 'enhanced' } },
  onTighten: 'step-up',
};
