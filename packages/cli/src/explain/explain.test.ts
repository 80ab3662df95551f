import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { install, told, unwrapped, widest } from '../installed.test-support.ts';
import type { ExplainReport } from './report.ts';

const sallyport = install();
const file = 'policy.json';
sallyport.write(file, {
  preferSso: 'corp',
  roles: { contractor: { requiredStrength: 'enhanced', methods: ['password', 'passkey'] } },
  providers: { corp: { trust: [{ acr: 'urn:corp:mfa', strength: 'enhanced' }] } },
});

const explain = (...args: string[]) => sallyport.run(['explain', file, ...args]);
const explained = async (...args: string[]): Promise<ExplainReport> =>
  JSON.parse((await told('explain', join(sallyport.folder, file), ...args, '--json')).out);

describe('sallyport explain', () => {
  it('N2 tells the decision with its proof', async () => {
    const { code, out } = await explain(
      ...['--roles', 'contractor', '--factors', 'password,email', '--proved', 'password,email-code'],
    );
    expect(code).toBe(0);
    expect(widest(out)).toBeLessThanOrEqual(80);
    expect(unwrapped(out)).toMatch(
      /^asks to set up passkey or totp Asked of the role contractor, after password and email-code\. Because: /,
    );
    expect(unwrapped(out)).toContain("- The role 'contractor' requires the strength 'enhanced': passkey, or");
  });

  it('N2 tells a person what to do, and no rule', async () => {
    const args = ['--roles', 'contractor', '--factors', 'password,email', '--for', 'person'];
    const { out } = await explain(...args, '--proved', 'password');
    expect(out).not.toMatch(/contractor|tenant|enhanced/);
    const { decision, explanation } = await explained(...args, '--proved', 'password');
    expect(decision).not.toHaveProperty('because');
    expect(explanation.join(' ')).not.toMatch(/contractor|tenant|enhanced/);
  });

  it('N2 names only the methods of the host, if the command knows the host', async () => {
    const host = sallyport.write('host.json', { methods: ['password', 'totp', 'email-code'] });
    const other = join(sallyport.folder, sallyport.write('other.json', { requiredStrength: 'enhanced' }));
    const args = ['explain', other, '--factors', 'password,email', '--proved', 'password,email-code'];
    expect((await told(...args)).out).toMatch(/passkey/);
    expect((await told(...args, '--host', host)).out).not.toMatch(/passkey/);
  });

  it('N17 tells the decision in contexts', async () => {
    const contexts = { outside: { requiredStrength: 'enhanced' } };
    const placed = join(sallyport.folder, sallyport.write('contexts.json', { requiredStrength: 'single', contexts }));
    const args = ['explain', placed, '--factors', 'password,totp', '--proved', 'password', '--json'];
    const outcome = async (...more: string[]) => JSON.parse((await told(...args, ...more)).out).decision.outcome;
    expect(await outcome()).toBe('granted');
    expect(await outcome('--contexts', 'outside')).toBe('factor-required');
  });

  it('says how long a session lasts', async () => {
    const report = await explained('--roles', 'contractor', '--factors', 'password,totp', '--proved', 'password,totp');
    expect(report).toMatchObject({
      version: 1,
      for: 'administrator',
      decision: { outcome: 'granted', strength: 'enhanced' },
      session: { absolute: 86_400_000, idle: 3_600_000 },
    });
    const { out } = await explain('--factors', 'password,totp', '--proved', 'password,totp');
    expect(unwrapped(out)).toContain('The session lasts 30 days, or until 30 days pass without use.');
  });

  it('X29 says how many sessions an account may have, and what one more sign-in does', async () => {
    sallyport.write('few.json', {
      session: { most: 3 },
      roles: { contractor: { session: { most: 1, beyond: 'refuse' } } },
    });
    const asked = ['--factors', 'password,totp', '--proved', 'password,totp'];
    const text = async (...more: string[]) =>
      unwrapped((await sallyport.run(['explain', 'few.json', ...asked, ...more])).out);
    expect(await text()).toContain('The account has at most 3 sessions at once: one more sign-in ends the oldest.');
    expect(await text('--roles', 'contractor')).toContain(
      'The account has at most 1 session at once: one more sign-in is refused.',
    );
    const { out } = await told('explain', join(sallyport.folder, 'few.json'), ...asked, '--json');
    expect(JSON.parse(out)).toMatchObject({ session: { room: { most: 3, beyond: 'end-oldest' } } });
    expect(await text('--for', 'person')).not.toContain('at once');
  });

  it('tells what a route asks for, and how old a proof may be', async () => {
    const args = ['--factors', 'password,totp', '--strength', 'enhanced', '--within', '5m'];
    expect(await explained(...args, '--proved', 'password,totp@4m')).toMatchObject({
      decision: { outcome: 'granted' },
    });
    expect(await explained(...args, '--proved', 'password,totp@6m')).toMatchObject({
      decision: { outcome: 'factor-required', accept: ['totp'] },
      question: { demand: { strengths: ['enhanced'], within: 300_000 }, evidence: [{ at: 0 }, { at: -360_000 }] },
    });
  });

  it('takes what a provider said, and the local way in', async () => {
    expect((await explained('--factors', 'sso:corp')).decision).toMatchObject({
      outcome: 'redirect',
      provider: 'corp',
    });
    expect((await explained('--factors', 'sso:corp', '--local')).decision.outcome).toBe('factor-required');
    const trusted = await explained('--factors', 'sso:corp', '--proved', 'sso:corp+acr=urn:corp:mfa');
    expect(trusted.decision).toMatchObject({ outcome: 'granted', strength: 'enhanced' });
  });

  it('X23 knows a delivered code of the host by its name', async () => {
    const { out } = await explain('--factors', 'password,sms', '--proved', 'password,sms-code');
    expect(out).toContain('granted');
  });

  it('says where a role is one that the policy has no rule for', async () => {
    expect((await explain('--roles', 'contracter')).out).toContain("did you mean 'contractor'?");
  });

  it.each([
    [['--factors', 'sms', '--proved', 'voice-code'], "add 'voice' to --factors"],
    [['--factors', 'mail'], "did you mean 'email'? A delivered code of this name is written 'mail-code'"],
    [['--factors', 'pasword'], "there is no factor 'pasword'; did you mean 'password'?"],
    [['--factors', 'password,ldap'], "'password' or 'ldap', not both"],
    [['--factors', 'sso'], "'sso' is written 'sso:PROVIDER'"],
    [['--factors', 'passkey+atested'], "did you mean 'attested'?"],
    [['--factors', 'totp+fast'], "nothing can be said of 'totp' by '+'"],
    [['--factors', 'email', '--proved', 'email'], "there is no proof 'email'; did you mean 'email-code'?"],
    [['--proved', 'totp'], "--proved 'totp': the account has none; add 'totp' to --factors"],
    [['--factors', 'totp', '--proved', 'totp@soon'], "ends in no time, such as '@20m'"],
    [['--strength', 'enhancd'], "there is no strength 'enhancd'; did you mean 'enhanced'?"],
    [['--within', 'soon'], "--within takes a time such as '5m', not 'soon'"],
    [['--for', 'admin'], "there is no reader 'admin'; one of person, administrator"],
    [['--methods', 'totp'], "there is no way in 'totp'; one of password, ldap, sso, passkey"],
  ])('%j is called in a wrong way', async (args, said) => {
    const { code, out, err } = await told('explain', join(sallyport.folder, file), ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });
});
