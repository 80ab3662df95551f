import { freePort } from '@sallyport/test-support/free-port';
import { startDemoProvider } from '../../src/sso/demo-provider.ts';
import { CHEAP_HASHING, FIRST_POLICY, startOnEmptyStore } from './quickstart.ts';

/** Starts a quickstart whose policy prefers a provider, and the provider. Both use the machine's clock. */
export async function startPreferredCorp(): ReturnType<typeof startOnEmptyStore> {
  const port = await freePort();
  const provider = await startDemoProvider(`http://localhost:${port}`, { port: 0 });
  const trust = [{ acr: 'https://refeds.org/profile/mfa', strength: 'enhanced' }] as const;
  const { url, close } = await startOnEmptyStore({
    port,
    policy: { ...FIRST_POLICY, preferSso: 'corp', providers: { corp: { trust, mailDomains: ['example.org'] } } },
    oidc: provider.options,
    passwordHashing: CHEAP_HASHING,
  });
  return {
    url,
    async close() {
      await close();
      await provider.close();
    },
  };
}
