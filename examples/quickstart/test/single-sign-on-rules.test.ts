import { describe, expect, it } from 'vitest';
import { PROOFS } from '../src/people.ts';
import { Client } from './support/client.ts';
import { Clock } from './support/clock.ts';
import { type Corp, corpForThisTest, linkedAda, Traveller } from './support/corp.ts';
import { mailsTo } from './support/mail.ts';
import { FIRST_POLICY, PASSWORD, type Policy, Quickstart } from './support/quickstart.ts';

/** The provider owns a mail domain and links accounts by address. The policy trusts two factors proved at the provider. */
const providers = {
  corp: { mailDomains: ['example.org'], trust: [{ acr: PROOFS.two.acr, strength: 'enhanced' as const }] },
};
const byCorp = async (corp: Corp, name: string): Promise<[Client, string]> => {
  const traveller = new Traveller(corp);
  return [traveller.client, await traveller.signsIn({ subject: `corp-${name}`, two: 'yes' })];
};
const byPassword = (corp: Corp, name: string) =>
  new Client(corp.url).post('/sign-in', { identifier: `${name}@example.org`, password: PASSWORD });

describe('a policy that sends people to a provider', () => {
  it('P8 prefers it, and administrators reach the local way', async () => {
    const corp = await corpForThisTest({ ...FIRST_POLICY, preferSso: 'corp', providers });
    expect((await new Client(corp.url).get('/sign-in')).body).toMatchObject({
      status: 'redirect',
      location: expect.stringContaining('/sign-in/sso/corp'),
    });
    const local = await new Client(corp.url).get('/sign-in?local=1');
    expect(local.body).toMatchObject({ status: 'open', methods: expect.arrayContaining(['password']) });
    expect(await byPassword(corp, 'ada')).toMatchObject({ status: 200, body: { status: 'continue' } });
  });

  it('P9 P11 employees come by it alone, at every path, and contractors never', async () => {
    const policy: Policy = {
      roles: {
        ...FIRST_POLICY.roles,
        employee: { methods: ['sso'] },
        contractor: { requiredStrength: 'enhanced', methods: ['password', 'passkey'] },
      },
      providers,
    };
    const corp = await corpForThisTest(policy);
    expect(await byPassword(corp, 'ben')).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    const stranger = new Client(corp.url);
    expect((await stranger.post('/recover', { identifier: 'ben@example.org' })).status).toBe(202);
    const [ben, signedIn] = await byCorp(corp, 'ben');
    expect(signedIn).toBe('/account');
    expect((await ben.post('/account/password', { current: PASSWORD, next: 'quite another battery' })).status).toBe(
      403,
    );
    await ben.post('/step-up', { within: '0s' });
    expect((await ben.post('/sign-in/password', { password: PASSWORD })).status).toBeGreaterThanOrEqual(400);
    expect((await mailsTo(stranger, 'ben@example.org')).filter(({ token }) => token !== undefined)).toEqual([]);

    expect(await byPassword(corp, 'cleo')).toMatchObject({ status: 200, body: { status: 'continue' } });
    const [cleo, refused] = await byCorp(corp, 'cleo');
    expect(refused).toBe('/sign-in?problem=method-not-allowed');
    expect((await cleo.get('/session')).status).toBe(401);
  });

  it('P10 an administrator leaves one account no other way', async () => {
    const corp = await corpForThisTest({ ...FIRST_POLICY, providers });
    const ada = await linkedAda(corp);
    const { body } = await ada.get<{ accounts: { accountId: string }[] }>('/admin/accounts?query=dora');
    const id = body.accounts[0]?.accountId;
    const only = { methods: ['sso'] };
    expect(await ada.put(`/admin/accounts/${id}/methods`, only)).toMatchObject({
      status: 409,
      body: { code: 'no-way-in' },
    });
    const linked = { externalIds: [{ provider: 'corp', subject: 'corp-dora' }] };
    expect((await ada.put(`/admin/accounts/${id}/external-ids`, linked)).status).toBe(200);
    expect((await ada.put(`/admin/accounts/${id}/methods`, only)).status).toBe(200);
    expect((await byPassword(corp, 'dora')).status).toBe(401);
    const [dora, signedIn] = await byCorp(corp, 'dora');
    expect(signedIn).toBe('/account');
    expect((await dora.get('/session')).status).toBe(200);
  });
});

describe('an account whose provider reported a second factor', () => {
  it('X9 X10 N16 sets up no app by the password, the mailbox and one factor at the provider, in a session or in a sign-in', async () => {
    const corp = await corpForThisTest({ ...FIRST_POLICY, providers });
    const [, signedIn] = await byCorp(corp, 'ben');
    expect(signedIn).toBe('/account');

    // The thief has the password at the provider, and lets the provider report it.
    const thief = new Traveller(corp);
    expect(await thief.signsIn({ subject: 'corp-ben' })).toBe('/sign-in');
    const ben = new Quickstart(new Clock(), corp.url, async () => undefined).person('ben@example.org');
    expect((await ben.proves('password', 'email-code')).status).toBe(200);
    const refused = { status: 401, body: { code: 'insufficient-strength', demand: { strengths: ['enhanced'] } } };
    expect(await ben.client.post('/enroll/totp')).toMatchObject(refused);
    expect(await ben.client.delete('/account')).toMatchObject(refused);
    const stepUp = await ben.client.post<{ accept?: readonly { method: string }[] }>('/step-up', {});
    expect(stepUp.body.accept).toMatchObject([{ method: 'sso' }]);
    expect(await new Traveller(corp, ben.client).signsIn({ subject: 'corp-ben' })).toBe('/sign-in');
    expect((await ben.client.get('/sign-in')).body).toMatchObject({ status: 'continue', accept: [{ method: 'sso' }] });
    expect(await ben.client.post('/enroll/totp')).toMatchObject(refused);

    // The control: the second factor at the provider.
    const [owner] = await byCorp(corp, 'ben');
    expect((await owner.post('/enroll/totp')).status).toBe(200);
  });
});
