import type { PolicyInput } from '@sallyport/core';

/** The quickstart's policy at first start. `npx -p @sallyport/cli sallyport check examples/quickstart/src/policy.ts` explains the policy. */
const policy: PolicyInput = {
  requiredStrength: 'baseline',
  administrators: { policy: ['super-admin'], people: ['admin'] },
  roles: { 'super-admin': { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } },
};

export default policy;
