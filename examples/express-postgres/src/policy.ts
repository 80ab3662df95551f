import type { PolicyInput } from '@sallyport/core';

/** Customers prove two things; staff, whom the users table names, none of them by mail. */
export const policy: PolicyInput = {
  requiredStrength: 'baseline',
  roles: { staff: { requiredStrength: 'enhanced' } },
};
