import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { judgeAssertion } from '../assertion.ts';
import { attestationTrust } from '../attestation/trust.ts';
import { Refused } from '../refused.ts';
import { judgeRegistration, type NewCredential } from '../registration.ts';

/**
 * A folder with the vectors of WebAuthn L3 (`standard.json`) and registrations of real authenticators (`authenticators.json`). They
 * are not ours, and not in the repository: docs/webauthn.md says where they come from.
 */
const folder = process.env['SALLYPORT_WEBAUTHN_VECTORS'];
if (folder === undefined) {
  process.stderr.write('\n*** SKIPPED: SALLYPORT_WEBAUTHN_VECTORS names no folder with the vectors of others. ***\n\n');
}

const OFFERED = [-7, -8, -257];
const EVERY = [...OFFERED, -35, -36, -53];

const registration = z.object({ challenge: z.string(), clientDataJSON: z.string(), attestationObject: z.string() });
const standard = z.object({
  root: z.string(),
  vectors: z.array(
    z.object({
      name: z.string(),
      credentialId: z.string(),
      registration,
      assertion: z.object({
        challenge: z.string(),
        clientDataJSON: z.string(),
        authenticatorData: z.string(),
        signature: z.string(),
      }),
    }),
  ),
});
const authenticators = z.object({
  vectors: z.array(
    z.object({
      source: z.string(),
      origin: z.string(),
      rpId: z.string(),
      credentialId: z.string(),
      clientDataJSON: z.string(),
      attestationObject: z.string(),
      verdict: z.string(),
      model: z.string().optional(),
      attestation: z.string().optional(),
    }),
  ),
});

function read<Shape>(name: string, shape: z.ZodType<Shape>): Shape | undefined {
  return folder === undefined ? undefined : shape.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

const { root = '', vectors = [] } = read('standard.json', standard) ?? {};
const { vectors: registrations = [] } = read('authenticators.json', authenticators) ?? {};
const rootPem = `-----BEGIN CERTIFICATE-----\n${root}\n-----END CERTIFICATE-----\n`;
const PLACE = { origin: 'https://example.org', rpId: 'example.org' };
const NOW = Date.UTC(2031, 0);

function credentialOf<Response>(id: string, response: Response) {
  return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {}, response };
}

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

async function told(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    if (error instanceof Refused) return error.step;
    throw error;
  }
}

describe.skipIf(folder === undefined)('the vectors of WebAuthn L3', () => {
  it('X15 are all there', () => {
    expect(vectors).toHaveLength(15);
    expect(registrations.length).toBeGreaterThanOrEqual(50);
  });

  it.each(vectors)('X15 $name: as docs/webauthn.md says', async (vector) => {
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
      [{ certificate: rootPem, formats: [statement.format], models: [credential.aaguid] }],
      { now: () => NOW, logger: { warn() {}, error() {} } },
    );
    const problem = await trust.problemWith(statement, credential.aaguid, NOW);
    expect(problem === undefined).toBe(!WEAK.test(vector.name));
  });
});

describe.skipIf(folder === undefined)('registrations of real authenticators', () => {
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
