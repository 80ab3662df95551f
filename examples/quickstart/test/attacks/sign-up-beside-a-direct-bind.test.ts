import { type Caller, createSallyport, isRefusal, type Mail, tenantId } from '@sallyport/engine';
import { ldap } from '@sallyport/ldap';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';

const CALLER: Caller = { tenant: tenantId('default'), mode: 'token' };
const EVE = 'eve@example.net';

/**
 * packages/ldap/README.md: "Direct bind. The entry's name is built from the identifier": nothing is found before the bind. docs/guide/getting-in.md: a
 * sign-up makes no account "for an address that is the name or mailbox of an account". docs/guide/directories.md: a name "that the directory finds".
 */
it('X21 P12 a directory that is asked by a direct bind keeps nobody from a sign-up', async () => {
  const mails: Mail[] = [];
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    previewThreats: false,
    policy: {
      requiredStrength: 'single',
      administrators: { policy: ['super-admin'], people: ['admin'] },
      providers: { ldap: { createAccounts: true } },
    },
    sendMail: (mail) => void mails.push(mail),
    // No server listens there: a direct bind asks none before the password.
    directory: ldap({
      name: 'Example Corp',
      url: 'ldaps://127.0.0.1:1',
      directDn: 'uid={identifier},ou=people,dc=example,dc=org',
      roles: [],
    }),
  });
  await auth.ready();
  await auth.signUp.begin(CALLER, { email: EVE });
  await auth.runBackgroundWork();
  const token = (mails.at(-1) as { token?: string } | undefined)?.token ?? '';
  const made = await auth.signUp.confirm(CALLER, { token, password: 'correct horse battery staple' });
  expect({
    mail: mails.at(-1)?.kind,
    made: isRefusal(made) ? made.refused : made.answer.status,
  }).toEqual({ mail: 'sign-up', made: 'complete' });
  await auth.close();
});
