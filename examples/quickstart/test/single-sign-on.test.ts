import { describe, expect, it } from 'vitest';
import { PROOFS } from '../src/people.ts';
import type { Client } from './support/client.ts';
import { corpForThisTest, locationOf, Traveller } from './support/corp.ts';
import { FIRST_POLICY, type Policy } from './support/quickstart.ts';

/** A first sign-in at the provider creates an account. The policy trusts two factors proved at the provider. */
const policy: Policy = {
  ...FIRST_POLICY,
  providers: { corp: { createAccounts: true, trust: [{ acr: PROOFS.two.acr, strength: 'enhanced' }] } },
};
const DORA = { subject: 'corp-dora', two: 'yes' };
const problem = (code: string): string => `/sign-in?problem=${code}`;
const isIn = async (client: Client): Promise<boolean> => (await client.get('/session')).status === 200;

describe('an OpenID Connect provider of one’s own', () => {
  it('P7 is offered, and signs in whom it says to be, with the roles that are its to give', async () => {
    const corp = await corpForThisTest(policy, ['employee']);
    const ben = new Traveller(corp);
    const { body } = await ben.client.get('/sign-in');
    expect(body).toMatchObject({ providers: [{ id: 'corp', name: 'Example Corp', location: expect.any(String) }] });
    expect(await ben.signsIn({ subject: 'corp-ben', two: 'yes' })).toBe('/account');
    const account = await ben.client.get('/account');
    expect(account.body).toMatchObject({
      identifiers: ['corp:corp-ben'],
      roles: ['employee'],
      externalIds: [{ provider: 'corp', subject: 'corp-ben' }],
    });
    // Ada is an administrator at the provider, but the provider may not give this role here.
    const ada = new Traveller(corp);
    await ada.signsIn({ subject: 'corp-ada', two: 'yes' });
    expect((await ada.client.get('/account')).body).toMatchObject({ roles: [] });
  });

  it('X14 its word is one factor unless it says more and the policy trusts that', async () => {
    const corp = await corpForThisTest(policy);
    const dora = new Traveller(corp);
    expect(await dora.signsIn({ subject: 'corp-dora' })).toMatch(/^\/sign-in/);
    expect(await isIn(dora.client)).toBe(false);
    const untrusted = await corpForThisTest({ ...policy, providers: { corp: { createAccounts: true } } });
    const again = new Traveller(untrusted);
    expect(await again.signsIn(DORA)).toMatch(/^\/sign-in/);
    expect(await isIn(again.client)).toBe(false);
  });

  it.each([
    ['the state', 'state', 'made-up'],
    ['the code', 'code', 'made-up'],
    ['the issuer', 'iss', 'https://evil.example'],
  ])('P7 a response with another value in place of %s is not believed, and leaves the flow', async (_, name, value) => {
    const corp = await corpForThisTest(policy);
    const dora = new Traveller(corp);
    const [path = '', query] = (await dora.comesBack(DORA)).split('?');
    const parameters = new URLSearchParams(query);
    parameters.set(name, value);
    expect(locationOf(await dora.client.get(`${path}?${parameters}`))).toBe(problem('invalid-credentials'));
    expect(await isIn(dora.client)).toBe(false);
    expect(locationOf(await dora.client.get(`${path}?${query}`))).toBe('/account');
  });

  it('P7 who turns back is told so', async () => {
    const corp = await corpForThisTest(policy);
    expect(await new Traveller(corp).signsIn({ cancel: 'yes' })).toBe(problem('sign-in-cancelled'));
  });

  it('P7 signing out says where to sign out there', async () => {
    const corp = await corpForThisTest(policy);
    const dora = new Traveller(corp);
    await dora.signsIn(DORA);
    const { body } = await dora.client.delete<{ logout?: string }>('/session');
    const there = new URL(body.logout ?? '');
    expect(there.origin).toBe(corp.provider.options.issuer);
    expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${corp.url}/`);
    expect(there.searchParams.get('id_token_hint')?.split('.')).toHaveLength(3);
  });
});
