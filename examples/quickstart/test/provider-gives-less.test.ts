import { freePort } from '@sallyport/test-support/free-port';
import { expect, it } from 'vitest';
import { startQuickstart } from '../src/server.ts';
import { startDemoProvider } from '../src/sso/demo-provider.ts';
import { linkedAda, Traveller } from './support/corp.ts';
import { CHEAP_HASHING, FIRST_POLICY } from './support/quickstart.ts';
import { emptyDatabase } from './support/servers/databases.ts';

it('P7 W4 a role that a provider may not give any more is in no view, and an administrator still sets the roles', async () => {
  const database = await emptyDatabase('postgres');
  const port = await freePort();
  const provider = await startDemoProvider(`http://localhost:${port}`, { port: 0, roles: ['employee'] });
  const trust = [{ acr: 'https://refeds.org/profile/mfa', strength: 'enhanced' }] as const;
  const policy = { ...FIRST_POLICY, providers: { corp: { trust, createAccounts: true } } };
  const starts = (roles: readonly string[]) =>
    startQuickstart({
      port,
      policy,
      store: 'postgres',
      databaseUrl: database?.url,
      oidc: { ...provider.options, roles },
      passwordHashing: CHEAP_HASHING,
    });
  const before = await starts(['employee']);
  const corp = { url: before.url, provider };
  const ada = await linkedAda(corp);
  const ben = new Traveller(corp);
  await ben.signsIn({ subject: 'corp-ben', two: 'yes' });
  type Seen = { readonly accountId: string; readonly roles: readonly string[] };
  const { accountId } = (await ben.client.get<Seen>('/account')).body;
  await before.close();

  // The host takes the role from the provider.
  const app = await starts([]);
  try {
    const { roles } = (await ada.get<Seen>(`/admin/accounts/${accountId}`)).body;
    // As the page of a person does.
    const set = { roles: [...roles, 'contractor'], from: roles };
    expect((await ada.put(`/admin/accounts/${accountId}/roles`, set)).status).toBe(200);
    expect((await ada.get<Seen>(`/admin/accounts/${accountId}`)).body.roles).toEqual(['contractor']);
  } finally {
    await app.close();
    await provider.close();
    await database?.drop();
  }
});
