import { readFileSync } from 'node:fs';
import { encodeCBOR } from '@levischuck/tiny-cbor';
import { describe, expect, it } from 'vitest';
import { judgeAssertion } from '../assertion.ts';
import { Refused } from '../refused.ts';
import { judgeRegistration } from '../registration.ts';
import { AUTHENTICATOR_DATA } from './authenticator-data.test-support.ts';
import { CLIENT_DATA } from './client-data.test-support.ts';
import {
  assertionParts,
  base64url,
  CHALLENGE,
  CREDENTIAL_ID,
  coseOf,
  makeAssertion,
  makeRegistration,
  ORIGIN,
  p256,
  RP_ID,
  registrationParts,
} from './forge.test-support.ts';
import { KEYS } from './keys.test-support.ts';
import type { Mutation } from './mutation.test-support.ts';
import { SIGNATURES } from './signatures.test-support.ts';
import { STATEMENTS } from './statement-mutations.test-support.ts';

const MUTATIONS: readonly Mutation[] = [...CLIENT_DATA, ...AUTHENTICATOR_DATA, ...KEYS, ...STATEMENTS, ...SIGNATURES];

const expected = { challenge: (shown: string): boolean => shown === CHALLENGE, origin: ORIGIN, rpId: RP_ID };
const passkey = {
  id: base64url(CREDENTIAL_ID),
  publicKey: base64url(encodeCBOR(coseOf(p256.publicKey, -7))),
  backupEligible: false,
};

/** What becomes of a mutation. Nothing but a refusal may ever be thrown: anything else would be a 500. */
async function verdictOn(mutation: Mutation): Promise<string> {
  try {
    if (mutation.ceremony === 'create') {
      const parts = registrationParts();
      mutation.change(parts);
      await judgeRegistration(await makeRegistration(parts), { ...expected, algorithms: [-7, -8, -257] });
    } else {
      const parts = assertionParts();
      mutation.change(parts);
      judgeAssertion(makeAssertion(parts), { ...expected, passkey });
    }
    return 'accepted';
  } catch (error) {
    if (error instanceof Refused) return error.step;
    throw error;
  }
}

const section = ({ ceremony }: Mutation): string => (ceremony === 'create' ? '§7.1' : '§7.2');
const told = (mutation: Mutation): string =>
  mutation.verdict === 'accepted' ? 'accepted' : `${section(mutation)} step ${mutation.verdict}`;

const label = (mutation: Mutation): string =>
  mutation.verdict === 'accepted' ? `${section(mutation)} accepted` : told(mutation);

/** The rows of the page: a row has the mutations with the same verdict. A mutation of both ceremonies is one entry with two verdicts. */
function rows(): string[] {
  const names = new Map<string, string[]>();
  for (const [at, mutation] of MUTATIONS.entries()) {
    const { name } = mutation;
    const other = MUTATIONS[at + 1];
    if (MUTATIONS[at - 1]?.name === name) continue;
    const verdicts = other?.name === name ? `${label(mutation)}, ${label(other)}` : label(mutation);
    names.set(verdicts, [...(names.get(verdicts) ?? []), name]);
  }
  return [...names].map(([verdicts, found]) => `| ${verdicts} | ${found.join('; ')} |`);
}

describe('a response with one thing changed, and signed anew', () => {
  it.each(MUTATIONS.map((mutation) => ({ ...mutation, told: told(mutation), in: section(mutation) })))(
    'X15 $in $name: $told',
    async (mutation) => {
      expect(await verdictOn(mutation)).toBe(mutation.told);
    },
  );

  it('X15 there are 291 of them or more, no two alike, and docs/reference/webauthn.md has each with its verdict', () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(291);
    expect(new Set(MUTATIONS.map((mutation) => label(mutation) + mutation.name)).size).toBe(MUTATIONS.length);
    const page = readFileSync(new URL('../../../../docs/reference/webauthn.md', import.meta.url), 'utf8');
    expect(page.split('\n').filter((line) => line.startsWith('| §7.'))).toEqual(rows());
  });
});
