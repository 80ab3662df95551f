import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { encodeCBOR } from '@levischuck/tiny-cbor';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { judgeAssertion } from '../assertion.ts';
import { judgeRegistration } from '../registration.ts';
import { base64url, coseOf } from './forge.test-support.ts';
import { credentialOf, told } from './verdict.test-support.ts';

const OFFERED = [-7, -8, -257];

const common = {
  source: z.url(),
  package: z.string(),
  version: z.string(),
  licence: z.enum(['MIT', 'BSD-3-Clause']),
  origin: z.string(),
  rpId: z.string(),
  credentialId: z.string(),
  clientDataJSON: z.string(),
  verdict: z.string(),
};
const { registrations, assertions } = z
  .object({
    registrations: z.array(
      z.object({
        ...common,
        attestationObject: z.string(),
        model: z.string().optional(),
        attestation: z.string().optional(),
      }),
    ),
    assertions: z.array(
      z.object({
        ...common,
        /** In DER, with the algorithm that it was registered under. */
        publicKey: z.string(),
        algorithm: z.number(),
        authenticatorData: z.string(),
        signature: z.string(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('authenticators.test-support.json', import.meta.url), 'utf8')));

describe('registrations of authenticators', () => {
  it('X15 are all there, of each format', () => {
    expect(registrations).toHaveLength(29);
    const formats = new Set(registrations.flatMap(({ attestation }) => attestation ?? []));
    expect([...formats].sort()).toEqual(['android-key', 'apple', 'fido-u2f', 'none', 'packed', 'self', 'tpm']);
  });

  it.each(registrations)('X15 $source, $model, $attestation: $verdict', async (vector) => {
    const { credentialId, origin, rpId, clientDataJSON, attestationObject, verdict, model, attestation } = vector;
    const judge = () =>
      judgeRegistration(credentialOf(credentialId, { clientDataJSON, attestationObject }), {
        origin,
        rpId,
        challenge: () => true,
        algorithms: OFFERED,
      });
    expect(await told(judge)).toBe(verdict);
    if (verdict !== 'accepted') return;
    const { credential, statement } = await judge();
    expect(credential.aaguid).toBe(model);
    expect(statement.type === 'certified' ? statement.format : statement.type).toBe(attestation);
  });
});

describe('assertions of authenticators', () => {
  it('X15 are all there', () => {
    expect(assertions).toHaveLength(3);
  });

  it.each(assertions)('X15 $source, $algorithm: $verdict', async (vector) => {
    const { credentialId, origin, rpId, clientDataJSON, authenticatorData, signature } = vector;
    const key = createPublicKey({ key: Buffer.from(vector.publicKey, 'base64url'), format: 'der', type: 'spki' });
    const judge = (signed: string) =>
      told(async () =>
        judgeAssertion(credentialOf(credentialId, { clientDataJSON, authenticatorData, signature: signed }), {
          origin,
          rpId,
          challenge: () => true,
          passkey: {
            id: credentialId,
            publicKey: base64url(encodeCBOR(coseOf(key, vector.algorithm))),
            backupEligible: false,
          },
        }),
      );
    expect(await judge(signature)).toBe(vector.verdict);
    if (vector.verdict !== 'accepted') return;
    const another = Buffer.from(signature, 'base64url');
    const last = another.length - 1;
    another.writeUInt8(another.readUInt8(last) ^ 1, last);
    expect(await judge(base64url(another))).toBe('§7.2 step 21');
  });
});
