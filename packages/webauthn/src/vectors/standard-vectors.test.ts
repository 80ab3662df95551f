import { describe, expect, it } from 'vitest';
import { judgeAssertion } from '../assertion.ts';
import { attestationTrust } from '../attestation/trust.ts';
import { judgeRegistration, type NewCredential } from '../registration.ts';
import { sha256 } from './forge.test-support.ts';
import { standardVector } from './standard.test-support.ts';
import { standardRoot } from './standard-certificates.test-support.ts';
import { RECIPES } from './standard-recipes.test-support.ts';
import { credentialOf, told } from './verdict.test-support.ts';

const OFFERED = [-7, -8, -257];
const EVERY = [...OFFERED, -35, -36, -53];
const ROOT_PEM = `-----BEGIN CERTIFICATE-----\n${Buffer.from(standardRoot).toString('base64')}\n-----END CERTIFICATE-----\n`;
const PLACE = { origin: 'https://example.org', rpId: 'example.org' };
const NOW = Date.UTC(2031, 0);

const vectors = RECIPES.map((recipe) => ({ ...standardVector(recipe), expected: recipe.digest }));

function register(
  { credentialId, registration }: (typeof vectors)[number],
  algorithms: readonly number[],
): Promise<NewCredential> {
  const { challenge, ...response } = registration;
  return judgeRegistration(credentialOf(credentialId, response), {
    ...PLACE,
    challenge: (shown) => shown === challenge,
    algorithms,
  });
}

/** What is ours to decide: no frames, no algorithms but three. */
function verdictOn(name: string): string {
  if (/crossOrigin|topOrigin/.test(name)) return '§7.1 step 10';
  return /ES384|ES512|Ed448/.test(name) ? '§7.1 step 20' : 'accepted';
}

/** What vouches for no model, right as it is. */
const WEAK = /FIDO U2F|Android Key/;

describe('the vectors of WebAuthn L3', () => {
  it('X15 are all there, with the root that the standard prints', () => {
    expect(vectors).toHaveLength(15);
    expect(sha256(standardRoot).toString('hex')).toBe(
      '68ff927708f5d229252ffe4a1c6842c11998d1e1fa2b46138bb5642eff9b161b',
    );
  });

  it.each(vectors)('X15 $name: byte for byte what the standard prints', ({ digest, expected }) => {
    expect(digest).toBe(expected);
  });

  it.each(vectors)('X15 $name: as docs/reference/webauthn.md says', async (vector) => {
    const verdict = verdictOn(vector.name);
    expect(await told(() => register(vector, OFFERED))).toBe(verdict);
    if (verdict === '§7.1 step 10') return;
    const { credential, data, statement } = await register(vector, EVERY);
    const { challenge, ...response } = vector.assertion;
    const publicKey = Buffer.from(credential.publicKey).toString('base64url');
    const shown = judgeAssertion(credentialOf(vector.credentialId, response), {
      ...PLACE,
      challenge: (given) => given === challenge,
      passkey: { id: vector.credentialId, publicKey, backupEligible: data.backupEligible },
    });
    expect(shown.backupEligible).toBe(data.backupEligible);
    if (statement.type !== 'certified') return;
    const trust = attestationTrust(
      [{ certificate: ROOT_PEM, formats: [statement.format], models: [credential.aaguid] }],
      { now: () => NOW, logger: { warn() {}, error() {} } },
    );
    const problem = await trust.problemWith(statement, credential.aaguid, NOW);
    expect(problem === undefined).toBe(!WEAK.test(vector.name));
  });
});
