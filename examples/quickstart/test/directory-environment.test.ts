import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '@sallyport/test-support/certificates';
import { startSlapd } from '@sallyport/test-support/slapd';
import { BASE, SEARCHER } from '@sallyport/test-support/slapd-data';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryOf } from '../src/environment.ts';
import { complete } from './support/expectations.ts';
import { quickstartForThisTest } from './support/quickstart.ts';
import { EMPLOYEES, hasSlapd, SECRET } from './support/servers/directory.ts';

describe('the directory of the environment', () => {
  it('P12 is there where LDAP_URL is, and has to be whole', () => {
    expect(directoryOf({ LDAP_BASE: BASE })).toBeUndefined();
    expect(() => directoryOf({ LDAP_URL: 'ldap://127.0.0.1' })).toThrow(expect.objectContaining({ code: 'bad-base' }));
    expect(() => directoryOf({ LDAP_URL: 'ldap://directory.example', LDAP_BASE: BASE })).toThrow(
      expect.objectContaining({ code: 'insecure-url' }),
    );
  });

  it.skipIf(!hasSlapd)(
    'P12 is asked over TLS where LDAP_CA is there, from the first byte or before a password is sent',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'authority-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const authority = await createAuthority();
      const tls = await authority.issue(['127.0.0.1']);
      const slapd = await startSlapd({ people: EMPLOYEES, requireTls: true, tls });
      onTestFinished(() => slapd.stop());
      const LDAP_CA = join(folder, 'ca.pem');
      writeFileSync(LDAP_CA, authority.pem);
      for (const LDAP_URL of [slapd.url, `ldaps://127.0.0.1:${slapd.securePort}`]) {
        const directory = directoryOf({
          LDAP_URL,
          LDAP_CA,
          LDAP_BASE: BASE,
          LDAP_BIND_DN: SEARCHER.dn,
          LDAP_BIND_PASSWORD: SEARCHER.password,
          LDAP_FILTER: '(uid={identifier})',
          PROVIDER_ROLES: 'employee, visitors',
        });
        const policy = { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } } as const;
        const app = await quickstartForThisTest({ directory, policy });
        const client = app.newClient();
        expect(await client.post('/sign-in', { identifier: 'erin', password: SECRET })).toMatchObject(complete());
        expect(await client.get('/account')).toMatchObject({ body: { roles: ['employee', 'visitors'] } });
      }
    },
  );

  it.skipIf(!hasSlapd)(
    'P12 X43 lets its people in under the first policy, after they set up a second step',
    async () => {
      const slapd = await startSlapd({ people: EMPLOYEES });
      onTestFinished(() => slapd.stop());
      const directory = directoryOf({
        ...{ LDAP_URL: slapd.url, LDAP_BASE: BASE, LDAP_BIND_DN: SEARCHER.dn, LDAP_BIND_PASSWORD: SEARCHER.password },
      });
      const app = await quickstartForThisTest({ directory });
      const erin = app.person('erin');
      const begun = await erin.signInWithPassword(SECRET);
      expect(begun).toMatchObject({ status: 200, body: { status: 'enroll' } });
      expect(await erin.enrollsTotp()).toMatchObject(complete('enhanced'));
    },
  );
});
