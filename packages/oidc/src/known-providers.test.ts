import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { PolicyInput } from '@sallyport/core';
import { type Caller, createSallyport, hostCode, isRefusal, tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Forger, newForgerKey, startForger } from './forger.test-support.ts';
import { CALLBACK } from './provider.test-support.ts';
import { corp } from './round-trip.test-support.ts';

const GUIDE = fileURLToPath(new URL('../../../docs/guide/single-sign-on-providers.md', import.meta.url));
const BEGIN = '<!-- strengths: written by packages/oidc/src/known-providers.test.ts -->\n';
const END = '<!-- /strengths -->';

type Trust = NonNullable<NonNullable<PolicyInput<string>['providers']>[string]['trust']>;

/** A sign-in with the claims of a provider: the claims that the provider states beside the subject and the address. */
interface Case {
  readonly provider: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly trust: Trust;
  /** The owner linked the identity on the account page before. */
  readonly linked?: true;
}

const NOTHING: Trust = [];
const EVERY: Trust = [{ strength: 'baseline' }];
const BY_MFA: Trust = [{ amr: ['mfa'], strength: 'enhanced' }];
const OKTA: Trust = [{ acr: 'phr', strength: 'phishing-resistant' }, ...BY_MFA];
const KEYCLOAK: Trust = [{ acr: '2', strength: 'enhanced' }];

const verified = { email_verified: true };
const google = { ...verified, hd: 'corp.example' };
/** Entra ID sends no `email_verified`. */
const entra = { email_verified: undefined, oid: '6fd3…', tid: '72f9…', ver: '2.0' };

const CASES: readonly Case[] = [
  { provider: 'Google', claims: google, trust: NOTHING },
  { provider: 'Google', claims: google, trust: EVERY },
  { provider: 'Entra ID', claims: entra, trust: EVERY },
  { provider: 'Entra ID', claims: { ...entra, xms_edov: true }, trust: EVERY },
  {
    provider: 'Entra ID',
    claims: { ...entra, acrs: ['c1'] },
    trust: [{ acr: 'c1', strength: 'enhanced' }],
    linked: true,
  },
  { provider: 'Entra ID', claims: { ...entra, amr: ['pwd', 'mfa'] }, trust: BY_MFA, linked: true },
  { provider: 'Okta', claims: { ...verified, amr: ['pwd'] }, trust: OKTA },
  { provider: 'Okta', claims: { ...verified, amr: ['mfa', 'otp', 'pwd'] }, trust: OKTA },
  { provider: 'Okta', claims: { ...verified, amr: ['mfa', 'hwk', 'phr'], acr: 'phr' }, trust: OKTA },
  { provider: 'Keycloak', claims: { ...verified, acr: '1' }, trust: KEYCLOAK },
  { provider: 'Keycloak', claims: { ...verified, acr: '2' }, trust: KEYCLOAK },
  {
    provider: 'Keycloak',
    claims: { ...verified, acr: '1', amr: ['pwd', 'otp'] },
    trust: [{ amr: ['otp'], strength: 'enhanced' }],
  },
];

describe('what comes out of the claims of known providers', () => {
  let forger: Forger & { nonce: unknown };
  beforeAll(async () => {
    forger = await startForger(await newForgerKey('k1'));
  });
  afterAll(() => forger.stop());

  /** Signs in a person whose account has an authenticator app, by a provider that states these claims. */
  async function signIn({ claims, trust, linked }: Case): Promise<readonly [strength: string, account: string]> {
    const auth = createSallyport<string>({
      origin: 'http://localhost:9',
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      providers: [corp(forger.issuer)],
      policy: {
        administrators: {},
        providers: { corp: { trust, mailDomains: ['corp.example'], createAccounts: true } },
      },
      sendMail: () => undefined,
    });
    await auth.ready();
    const [identifier, subject] = ['ada@corp.example', 'AAAA-a-subject'];
    const row = {
      identifier,
      email: identifier,
      emailVerified: true,
      totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
    };
    for await (const report of auth.people.import([row], { by: hostCode('test') }))
      expect(report.outcome).toBe('imported');
    if (linked)
      await auth.people.setExternalIds(
        { identifier },
        { externalIds: [{ provider: 'corp', subject }], by: hostCode('test') },
      );
    const ada = await auth.people.find({ identifier });

    const fresh: Caller = { tenant: tenantId('default'), mode: 'cookie' };
    const left = await auth.sso.begin(fresh, 'corp', { callback: CALLBACK });
    if (isRefusal(left)) throw new Error(left.refused);
    const { searchParams } = new URL(left.location);
    forger.nonce = searchParams.get('nonce');
    forger.userInfo = { sub: subject };
    forger.claims = { sub: subject, email: identifier, ...claims };
    const { result } = await auth.sso.finish({ ...fresh, flowToken: left.keep.flow?.token }, 'corp', {
      callback: CALLBACK,
      parameters: { code: 'a code', state: searchParams.get('state') ?? '' },
    });
    await auth.close();
    if (!('answer' in result)) throw new Error('the sign-in was refused');
    if (result.answer.status === 'continue') {
      expect(result.answer.accept).toMatchObject([{ method: 'totp' }]);
      return ['one factor: the app is asked for', linked ? 'linked before' : 'by its address'];
    }
    if (result.answer.status !== 'complete') throw new Error(`the sign-in is at ${result.answer.status}`);
    const { strength, accountId } = result.answer.session;
    const account = accountId === ada?.accountId ? (linked ? 'linked before' : 'by its address') : 'a new account';
    return [`\`${strength}\``, account];
  }

  it('X14 is the table of the guide (SALLYPORT_WRITE_DOCS=1 writes it)', async () => {
    const rows: string[] = [];
    for (const each of CASES) {
      const said = Object.entries(each.claims).filter(([, value]) => value !== undefined);
      const claims = said.map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``).join(', ');
      const trust = each.trust.length === 0 ? 'none' : `\`${JSON.stringify(each.trust)}\``;
      rows.push(`| ${each.provider} | ${claims} | ${trust} | ${(await signIn(each)).join(' | ')} |`);
    }
    const head = [
      '| Provider | Claims, besides `sub` and `email` | `trust` | Strength | Account |',
      '| --- | --- | --- | --- | --- |',
    ];
    const table = `\n${[...head, ...rows].join('\n')}\n\n`;
    const [before = '', rest = ''] = readFileSync(GUIDE, 'utf8').split(BEGIN);
    const [written = '', ...after] = rest.split(END);
    if (env['SALLYPORT_WRITE_DOCS'] === '1')
      writeFileSync(GUIDE, [before, BEGIN, table, END, after.join(END)].join(''));
    else expect(written).toBe(table);
  });
});
