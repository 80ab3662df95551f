import type { PolicyInput } from '@sallyport/core';

/** The policy of Harbour Books. `createSallyport({ policy })` and `npx -p @sallyport/cli sallyport check` accept the object unchanged. */
const policy: PolicyInput<'office-key'> = {
  requiredStrength: 'baseline',
  preferSso: 'harbour',
  administrators: { policy: ['owner'], people: ['help-desk'] },
  roles: {
    // May change this policy.
    owner: { requiredStrength: 'phishing-resistant', session: { absolute: '8h' } },
    // From the next year on an app is not enough. The date is told to the people of the help desk before.
    'help-desk': {
      requiredStrength: 'enhanced',
      later: [{ from: '2027-01-11T00:00:00+01:00', requiredStrength: 'phishing-resistant' }],
    },
    // Signs payments with a key that cannot leave its device.
    bookkeeper: { requiredStrength: 'office-key', session: { idle: '15m', absolute: '12h' } },
    // Signs in by the company's provider or by a passkey, without a password here.
    employee: { methods: ['sso', 'passkey'] },
    // Has no account at the company's provider.
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
