import assert from 'node:assert/strict';
import { ldap } from '@sallyport/ldap';
import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { BASE, type DirectoryPerson, SEARCHER } from '@sallyport/test-support/slapd-data';
import { afterAll, beforeAll } from 'vitest';
import type { QuickstartOptions } from '../quickstart.ts';

export const hasSlapd: boolean = realPart('slapd', findSlapd) !== null;

export const SECRET = 'what the directory knows';

/** The people of the directory, all with the same password. Their groups are roles in the quickstart. */
export const EMPLOYEES: readonly DirectoryPerson[] = [
  { uid: 'erin', password: SECRET, mail: 'erin@corp.example', groups: ['employee', 'visitors'] },
  { uid: 'frank', password: SECRET, mail: 'frank@corp.example' },
  { uid: 'gina', password: SECRET, mail: 'gina@elsewhere.example' },
  { uid: 'twin-1', password: SECRET, mail: 'twins@corp.example' },
  { uid: 'twin-2', password: SECRET, mail: 'twins@corp.example' },
  { uid: 'dora', password: SECRET, mail: 'dora@example.org' },
  { uid: 'late', password: SECRET, mail: 'late@corp.example', hasToChange: true },
  { uid: 'ben', password: SECRET, mail: 'ben@example.org' },
  ...Array.from({ length: 12 }, (_, index) => ({
    uid: `person-${index}`,
    password: SECRET,
    mail: `person-${index}@corp.example`,
  })),
];

/** A directory for the tests of a `describe`, stopped after the tests. To be called in the body of the `describe`, not in a hook. */
export function slapdForThese(): () => Slapd {
  let slapd: Slapd | undefined;
  beforeAll(async () => {
    slapd = await startSlapd({ people: EMPLOYEES });
  });
  afterAll(() => slapd?.stop());
  return () => slapd ?? assert.fail('the directory runs while its tests do');
}

/** The quickstart's directory, as configured with `LDAP_URL` and the other variables, with shorter timeouts. */
export function directoryAt({ url }: Pick<Slapd, 'url'>, roles: readonly string[] = []): QuickstartOptions {
  const { dn: bindDn, password: bindPassword } = SEARCHER;
  const timeouts = { connect: '1s', total: '2s' };
  return { directory: ldap({ name: 'Directory', url, base: BASE, bindDn, bindPassword, roles, timeouts }) };
}
