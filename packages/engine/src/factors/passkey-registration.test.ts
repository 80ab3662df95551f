import { definePolicy } from '@sallyport/core';
import { COSE_ALGORITHM, createAuthenticator } from '@sallyport/testing/authenticator';
import type { AttestationTrust } from '@sallyport/webauthn';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../kernel/kernel.ts';
import { registrationOptions } from './passkey-registration.ts';
import {
  DORA,
  FLOW,
  kernelWith,
  MODEL,
  OTHER_ORIGIN,
  registered,
  registration,
  TRUSTS_ITSELF,
} from './webauthn-ceremony.test-support.ts';

const OTHER_MODEL = '11111111-2222-3333-4444-555555555555';

describe('a registration', () => {
  it.each(Object.entries(COSE_ALGORITHM))(
    'X15 is taken of an authenticator that knows %s alone',
    async (_, algorithm) => {
      const authenticator = createAuthenticator({ algorithms: [algorithm] });
      const given = await registration({ authenticator });
      expect((await registered(given))?.passkey.id).toBe(given.id);
    },
  );

  it('X15 is taken from each origin of the host, and from no other', async () => {
    expect(await registered(await registration({ origin: OTHER_ORIGIN }))).toBeDefined();
    expect(await registered(await registration({ tamper: { origin: 'https://example.com' } }))).toBeUndefined();
  });

  it('X15 is refused, and is no fault, where the authenticator’s part of it is wrong', async () => {
    const given = await registration();
    expect(await registered({ ...given, id: 'YW5vdGhlcg' })).toBeUndefined();
    expect(await registered({ ...given, response: { ...given.response, attestationObject: 'oA' } })).toBeUndefined();
    for (const tamper of [{ rpIdHash: new Uint8Array(32) }, { flags: { up: false } }])
      expect(await registered(await registration({ tamper })), JSON.stringify(tamper)).toBeUndefined();
  });

  it('X17 is not called wrong where the fault is not its own', async () => {
    const given = await registration();
    const faulty = {
      ...given,
      get rawId(): string {
        throw new RangeError('out of memory');
      },
    };
    await expect(registered(faulty)).rejects.toThrow(new RangeError('out of memory'));
  });
});

describe('a model that someone vouches for', () => {
  const policy = definePolicy({
    requiredStrength: 'baseline',
    strengths: {
      vetted: {
        anyOf: [
          [{ method: 'password' }, { method: 'totp' }],
          [{ method: 'password' }, { method: 'passkey', attested: true }],
        ],
      },
      keyed: { anyOf: [[{ method: 'passkey', userVerified: true }]] },
    },
    roles: { courier: { requiredStrength: 'vetted' }, clerk: { requiredStrength: 'keyed' } },
  });

  it.each<[string, string[], string]>([
    ['no role', [], 'none'],
    ['a role that takes any passkey', ['clerk'], 'none'],
    ['a role that takes such a model, beside a tenant that does not', ['courier'], 'direct'],
    ['two roles, of which one takes such a model', ['clerk', 'courier'], 'direct'],
  ])(
    'X2 is asked for of an account with %s, or not, and of nobody where the host trusts nobody',
    async (_, roles, asked) => {
      const attestationOf = async (kernel: Kernel) =>
        (await registrationOptions(kernel, policy, { ...DORA, roles }, { boundTo: FLOW })).attestation;
      expect(await attestationOf(kernelWith(TRUSTS_ITSELF))).toBe(asked);
      expect(await attestationOf(kernelWith())).toBe('none');
    },
  );

  it('X15 is attested if the host trusts who vouches for this one, and taken for what it is if not', async () => {
    const attested = async (aaguid: string, attestation: 'packed' | 'none', trust?: AttestationTrust) => {
      const authenticator = createAuthenticator({ aaguid, attestation });
      const given = await registration({ authenticator, attestation: 'direct' });
      return (await registered(given, kernelWith(trust)))?.passkey.attested;
    };
    expect(await attested(MODEL, 'packed', TRUSTS_ITSELF)).toBe(true);
    expect(await attested(MODEL, 'none', TRUSTS_ITSELF)).toBe(false);
    expect(await attested(OTHER_MODEL, 'packed', TRUSTS_ITSELF)).toBe(false);
    expect(await attested(MODEL, 'packed')).toBe(false);
  });
});
