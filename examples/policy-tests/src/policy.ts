import type { PolicyInput } from '@sallyport/core';

/** Who gets in at Harbour Books, and how. `createSallyport({ policy })` takes it as it is; so does `npx sallyport check`. */
const policy: PolicyInput = {
  requiredStrength: 'baseline',
  preferSso: 'harbour',
  administrators: { policy: ['owner'], people: ['help-desk'] },
  roles: {
    // May change this policy.
    owner: { requiredStrength: 'phishing-resistant', session: { absolute: '8h' } },
    'help-desk': { requiredStrength: 'enhanced' },
    // Signs payments: with a key that cannot leave its device.
    bookkeeper: { requiredStrength: 'office-key', session: { idle: '15m', absolute: '12h' } },
    // Has an account at the company's provider and nowhere else.
    employee: { methods: ['sso', 'passkey'] },
    // Has none there.
    contractor: { requiredStrength: 'enhanced', methods: ['password', 'passkey'] },
  },
  strengths: {
    'office-key': { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] },
  },
  lockout: { maxFailures: 5, window: '15m', lockFor: '15m' },
  providers: {
    harbour: {
      trust: [{ acr: 'urn:harbour:mfa', strength: 'enhanced' }],
      mailDomains: ['harbour.example'],
    },
  },
};

export default policy;
