import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../decision/runs.test-support.ts';
import { anyCase, anyPolicyWithProviders } from '../decision/worlds.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { passwordIndependence, providerIndependence } from './mailbox.ts';
import { passkeyMatches } from './methods/passkey.ts';
import { ssoMatches } from './methods/sso.ts';
import { signature } from './signature.ts';
import { passkeySignature, plainSignature, ssoSignature } from './signature-index.ts';

describe('the signatures that a policy has by what can match them', () => {
  it('are those that asking every pattern gives', () => {
    fc.assert(
      fc.property(anyPolicyWithProviders, anyCase, (input, { account, evidence }) => {
        const policy = definePolicy(input);
        const { patterns, signatures } = policy;
        const of = (asked: string) => signature(patterns, ({ method }) => method === asked);
        for (const method of ['ldap', 'totp', 'email-code', 'backup-code'])
          expect(plainSignature(signatures, method)).toBe(of(method));
        expect(signatures.anyPasskey).toBe(of('passkey'));
        for (const provenance of ['independent', 'mailbox'] as const) {
          const independence = passwordIndependence(policy, provenance);
          const slowly = signature(patterns, ({ method }) => method === 'password', independence);
          expect(plainSignature(signatures, 'password', independence)).toBe(slowly);
        }
        for (const passkey of account.factors.passkeys)
          expect(passkeySignature(signatures, passkey)).toBe(
            signature(patterns, (pattern) => passkeyMatches(pattern, passkey)),
          );
        for (const proof of evidence) {
          if (proof.method !== 'sso') continue;
          const { provider } = proof;
          const independence = providerIndependence(policy, account, provider);
          expect(ssoSignature(signatures, provider, proof, independence)).toBe(
            signature(patterns, (pattern) => ssoMatches(pattern, provider, proof), independence),
          );
          const everything = signature(
            patterns,
            (pattern) => pattern.method === 'sso' && (pattern.provider === undefined || pattern.provider === provider),
            independence,
          );
          expect(ssoSignature(signatures, provider, undefined, independence)).toBe(everything);
        }
      }),
      runs(200),
    );
  });
});
