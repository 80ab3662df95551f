import type { PolicyInput } from '@sallyport/core';

/** Members prove two things. Organizers prove none of them by mail, from the request on that comes after they became one. */
export const policy: PolicyInput = {
  requiredStrength: 'baseline',
  /** Nobody administers over HTTP. */
  administrators: {},
  roles: { organizer: { requiredStrength: 'enhanced' } },
  onTighten: 'step-up',
};
