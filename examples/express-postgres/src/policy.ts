import type { PolicyInput } from '@sallyport/core';

/** Customers prove two things; staff, whom the users table names, none of them by mail. */
export const policy: PolicyInput = {
  requiredStrength: 'baseline',
  /** Nobody administers over HTTP: this policy changes with the code, and the users table says who is staff. */
  administrators: {},
  roles: { staff: { requiredStrength: 'enhanced' } },
};
