import { describe, expect, it } from 'vitest';
import { PROOFS } from '../src/people.ts';
import { Client } from './support/client.ts';
import { type Corp, corpForThisTest, linkedAda, Traveller } from './support/corp.ts';
import { mailsTo } from './support/mail.ts';
import { FIRST_POLICY, PASSWORD, type Policy } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

/** The provider owns a mail domain and links accounts by address. The policy trusts two factors proved at the provider. */
const providers = {
  corp: { mailDomains: ['example.org'], trust: [{ acr: PROOFS.two.acr, strength: 'enhanced' }] },
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

  it('P7 links nobody by an address who administers the policy', async () => {
    const corp = await corpForThisTest({ ...FIRST_POLICY, providers });
    const [refused, where] = await byCorp(corp, 'ada');
    expect(where).toMatch(/^\/sign-in\?problem=/);
    expect((await refused.get('/session')).status).toBe(401);
    await linkedAda(corp);
    const [ada, signedIn] = await byCorp(corp, 'ada');
    expect(signedIn).toBe('/account');
    expect((await ada.get('/session')).status).toBe(200);
  });

  it('X16 cannot send the last administrator there, before an emergency account was tried', async () => {
    const corp = await corpForThisTest({ ...FIRST_POLICY, providers });
    const ada = await linkedAda(corp);
    const { body, headers } = await ada.get<{ policy: object }>('/admin/policy');
    const tightened = { policy: { ...body.policy, methods: ['sso'] } };
    const reply = await ada.put('/admin/policy', tightened, { 'if-match': headers.get('etag') ?? '' });
    expect(reply).toMatchObject({ status: 409, body: { code: 'policy-strands-administrators' } });
    expect((await ada.get('/admin/policy')).body).toEqual(body);
  });

  it('N12 takes no code to a mailbox that the provider owns beside its word', async () => {
    const corp = await corpForThisTest({ ...FIRST_POLICY, providers });
    const dora = new Traveller(corp);
    expect(await dora.signsIn({ subject: 'corp-dora' })).toMatch(/^\/sign-in/);
    expect((await dora.client.post('/sign-in/email-code/send', {})).status).toBe(200);
    const [mail] = await mailsTo(dora.client, 'dora@example.org');
    // The code counts beside her password. The code does not count beside the provider, which can read her mail.
    expect(await dora.client.post('/sign-in/email-code', { code: mail?.code })).toMatchObject({
      status: 200,
      body: { status: 'continue', accept: [{ method: 'password' }] },
    });
    expect((await dora.client.get('/session')).status).toBe(401);
  });
});

describe('X8 X10 somebody whose provider proves two factors, and who has an app here as well', () => {
  /** The provider's word is the only proof of the session. It opens the set-up of the first factor, the app. */
  async function withApp(policy: Policy): Promise<{ readonly dora: Client; readonly codes: readonly string[] }> {
    const corp = await corpForThisTest(policy);
    const [dora] = await byCorp(corp, 'dora');
    const { body } = await dora.post<{ secret: string }>('/enroll/totp', {});
    const set = await dora.post<{ backupCodes: string[] }>('/enroll/totp/confirm', {
      code: totpCode(body.secret, Date.now()),
    });
    return { dora, codes: set.body.backupCodes };
  }

  it('is sent into a step-up that asks for the app, and not into the one that the provider met already', async () => {
    const { dora, codes } = await withApp({ ...FIRST_POLICY, providers });
    const refused = await dora.post<{ demand: { strengths: string[] } }>('/enroll/passkey/options', {});
    expect(refused).toMatchObject({
      status: 401,
      body: { code: 'insufficient-strength', demand: { strengths: ['phishing-resistant'], maxAgeSeconds: 900 } },
    });
    expect(await dora.post('/account/email', { email: 'dora@elsewhere.example' })).toMatchObject({
      status: 401,
      body: { demand: refused.body.demand },
    });
    const [strength] = refused.body.demand.strengths;
    expect((await dora.post('/step-up', { strength, within: '900s' })).body).toMatchObject({
      status: 'continue',
      accept: expect.arrayContaining([{ method: 'totp' }, { method: 'backup-code' }]),
    });
    expect((await dora.post('/sign-in/backup-code', { code: codes[0] })).body).toMatchObject({
      status: 'enroll',
      offer: [{ method: 'passkey' }],
    });
  });

  it('is told which proof is missing where no step-up asks for it, and removes the app on the word', async () => {
    const trust = [{ acr: PROOFS.two.acr, strength: 'phishing-resistant' }];
    const { dora } = await withApp({ ...FIRST_POLICY, providers: { corp: { ...providers.corp, trust } } });
    for (const path of ['/enroll/passkey/options', '/enroll/totp']) {
      const refused = await dora.post(path, {});
      expect(refused).toMatchObject({
        status: 403,
        body: {
          code: 'no-way-in',
          because: expect.arrayContaining([
            expect.objectContaining({ code: 'enrollment-needs-proof', satisfiedBy: [['totp'], ['backup-code']] }),
          ]),
        },
      });
      expect(refused.body).not.toHaveProperty('demand');
    }
    expect((await dora.delete('/account/totp')).status).toBe(200);
    expect((await dora.post('/enroll/totp', {})).status).toBe(200);
  });
});
