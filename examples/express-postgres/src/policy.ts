import type { PolicyInput } from '@sallyport/core';

/** Customers need two proofs (*baseline*). For staff, mailed codes do not count (*enhanced*). The users table says who is staff. */
export const policy: PolicyInput = {
  requiredStrength: 'baseline',
  /** No role administers over HTTP: the policy is part of the code, and the users table contains the roles. */
  administrators: {},
  roles: { staff: { requiredStrength: 'enhanced' } },
};
