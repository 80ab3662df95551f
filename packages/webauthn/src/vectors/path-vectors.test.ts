import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../attestation/certificate.ts';
import { attestationTrust } from '../attestation/trust.ts';
import { uuid } from '../authenticator-data.ts';
import { AAGUID } from './forge.test-support.ts';
import { PATHS, type PathMutation } from './paths.test-support.ts';

const NOW = Date.UTC(2031, 0);
const MODEL = uuid(AAGUID);
const SILENT = { warn: () => undefined, error: () => undefined };

const pemOf = (certificate: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;

function problemWith({ leaf, ca, root }: PathMutation['certificates']): Promise<string | undefined> {
  const trusted = { certificate: pemOf(root), formats: ['packed'], models: [MODEL] } as const;
  const path = [leaf, ca].map(parseCertificate);
  const statement = { type: 'certified', format: 'packed', path, namesModel: false } as const;
  return attestationTrust([trusted], { now: () => NOW, logger: SILENT }).problemWith(statement, MODEL, NOW);
}

const told = ({ attested }: PathMutation): string => (attested ? 'attested' : 'not attested');

describe('a path of certificates with one thing changed, and signed anew', () => {
  it.each(PATHS.map((mutation) => ({ ...mutation, told: told(mutation) })))('X15 $name: $told', async (mutation) => {
    const problem = await problemWith(mutation.certificates);
    expect({ attested: problem === undefined, problem }).toMatchObject({ attested: mutation.attested });
  });

  it('X15 docs/reference/webauthn.md has each of them with its verdict', () => {
    const page = readFileSync(new URL('../../../../docs/reference/webauthn.md', import.meta.url), 'utf8');
    const rows = ['attested', 'not attested'].map((verdict) => {
      const names = PATHS.filter((mutation) => told(mutation) === verdict).map(({ name }) => name);
      return `| Path ${verdict} | ${names.join('; ')} |`;
    });
    expect(page.split('\n').filter((line) => line.startsWith('| Path '))).toEqual(rows);
  });
});
