import { fileURLToPath } from 'node:url';
import { POLICY_PRESETS } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import type { CheckReport } from './report.ts';

const sallyport = install();
const root = fileURLToPath(new URL('../../../..', import.meta.url));

describe('sallyport check', () => {
  it('finds the policy of the quickstart clean', async () => {
    const { code, out, err } = await sallyport.run(['check', 'examples/quickstart/src/policy.ts'], { cwd: root });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('examples/quickstart/src/policy.ts: clean');
  });

  it.each([
    {
      trap: 'a role that can never sign in',
      policy: {
        strengths: { 'office-key': { anyOf: [[{ method: 'passkey', deviceBound: true }]] } },
        roles: { bookkeeper: { requiredStrength: 'office-key', methods: ['password'] } },
      },
      code: 1,
      head: 'error role-locked-out roles.bookkeeper',
      message: "Whoever holds the role 'bookkeeper' can never sign in: ",
      example: /whoever holds the role 'bookkeeper', with passkey[^,]*, before any proof: denied \(no-way-in\)\./,
    },
    {
      trap: 'two roles that leave no way in together',
      policy: {
        roles: { employee: { methods: ['sso'] }, contractor: { methods: ['password'] } },
        providers: { corp: {} },
      },
      code: 0,
      head: 'warning roles-exclude-each-other roles',
      message: "whoever holds the roles 'contractor' and 'employee' together never can",
      example: /whoever holds the roles 'contractor' and 'employee', with [^:]+: denied \(no-way-in\)\./,
    },
    {
      trap: 'administrators who would have to vouch for themselves',
      policy: {
        requiredStrength: 'phishing-resistant',
        enrollment: { firstFactor: 'vouched' },
        administrators: { policy: ['super-admin'] },
        roles: { 'super-admin': {} },
      },
      code: 0,
      head: 'warning administrators-need-vouching administrators.policy',
      message: 'only a policy administrator could issue it',
      example: /whoever holds the role 'super-admin', with password, after password: denied \(no-way-in\)\./,
    },
    {
      trap: 'a role that was meant to loosen what the tenant asks for',
      policy: { roles: { contractor: { requiredStrength: 'single' } } },
      code: 0,
      head: 'warning rule-never-matters roles.contractor.requiredStrength',
      message: 'a role can only ask for more',
      example: /whoever holds the role 'contractor', with [^:]+: factor-required: [^.]+\./,
    },
    {
      trap: 'a strength that nothing satisfies, asked of those who could take it back',
      policy: {
        strengths: { twice: { anyOf: [[{ method: 'password' }, { method: 'password' }]] } },
        administrators: { policy: ['super-admin'] },
        roles: { 'super-admin': { requiredStrength: 'twice' } },
      },
      code: 1,
      head: 'error administrators-locked-out administrators.policy',
      message: 'nobody could take the policy back',
      example: /whoever holds the role 'super-admin', with [^:]+: denied \(no-way-in\)\./,
    },
  ])('N4 names $trap, and the shortest case', async ({ policy, code, head, message, example }) => {
    const file = sallyport.write('broken.json', policy);
    const answer = await sallyport.ask(['check', file]);
    expect(answer.code).toBe(code);
    expect(widest(answer.out)).toBeLessThanOrEqual(80);
    const finding = answer.out
      .split('\n\n')
      .map(unwrapped)
      .find((text) => text.startsWith(head));
    expect(finding).toContain(message);
    expect(finding).toMatch(new RegExp(`For example: ${example.source}`));
    expect((await sallyport.ask(['check', file, '--max-warnings', '0'])).code).toBe(1);
  });

  it('lists every problem of what is no policy, with the nearest name, and exits with 1', async () => {
    const file = sallyport.write('wrong.json', { requiredStrenth: 'x', roles: { a: { requiredStrength: 'enhancd' } } });
    const { code, out } = await sallyport.ask(['check', file]);
    expect(code).toBe(1);
    expect(unwrapped(out)).toContain("error requiredStrenth there is no such member; did you mean 'requiredStrength'?");
    expect(out).toContain('roles.a.requiredStrength\n');
    expect(out).toContain('no policy, 2 problems');
    const json: CheckReport = JSON.parse((await sallyport.ask(['check', file, '--json'])).out);
    expect(json).toMatchObject({ version: 1, status: 'invalid', counts: { errors: 2, warnings: 0, notes: 0 } });
    expect(json.problems[1]).toMatchObject({ path: 'roles.a.requiredStrength', nearest: 'enhanced' });
  });

  it('--json has the finding, its case as data and in words, and how far it went', async () => {
    const file = sallyport.write('json.json', { roles: { contractor: { requiredStrength: 'single' } } });
    const { code, out } = await sallyport.ask(['check', file, '--json']);
    const report: CheckReport = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      version: 1,
      file,
      status: 'warnings',
      counts: { errors: 0, warnings: 1 },
      problems: [],
      world: { roles: 1, complete: true },
    });
    expect(report.findings[0]).toMatchObject({
      code: 'rule-never-matters',
      severity: 'warning',
      path: 'roles.contractor.requiredStrength',
      example: { roles: ['contractor'], decision: { outcome: 'factor-required' } },
    });
    expect(report.findings[0]?.example?.text).toContain("whoever holds the role 'contractor'");
  });

  it('counts the warnings', async () => {
    const file = sallyport.write('two.json', {
      roles: { a: { requiredStrength: 'single' }, b: { requiredStrength: 'single' } },
    });
    expect((await sallyport.ask(['check', file, '--max-warnings', '2'])).code).toBe(0);
    expect(await sallyport.ask(['check', file, '--max-warnings=1'])).toMatchObject({
      code: 1,
      err: 'too many warnings: 2, and at most 1 are allowed\n',
    });
    expect(await sallyport.ask(['check', file, '--max-warnings', 'few'])).toMatchObject({
      code: 2,
      err: "sallyport: --max-warnings takes a number, not 'few'\n",
    });
  });

  it('holds the policy against what the host brings', async () => {
    const file = sallyport.write('sso-only.json', { methods: ['sso'], providers: { corp: {} } });
    const host = { methods: ['password', 'passkey', 'totp', 'email-code', 'backup-code'] };
    const { code, out } = await sallyport.ask(['check', file, '--host', sallyport.write('host.json', host)]);
    expect(code).toBe(1);
    expect(unwrapped(out)).toContain('error methods.0 the host brings no provider for single sign-on');
    expect(unwrapped(out)).toContain("error providers.corp the host brings no provider 'corp'");
    const brings = sallyport.write('brings.json', { methods: ['sso'], providers: ['corp'] });
    expect((await sallyport.ask(['check', file, '--host', brings])).out).not.toContain('the host brings no');
    const wrong = await sallyport.ask(['check', file, '--host', sallyport.write('no-host.json', { codes: ['sms'] })]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('methods:');
    expect((await sallyport.ask(['check', file, '--host', 'nowhere.json'])).code).toBe(2);
  });

  it('holds the roles of the policy against those of the host', async () => {
    const file = sallyport.write('roles.json', { roles: { contracter: { requiredStrength: 'enhanced' } } });
    const { code, out } = await sallyport.ask(['check', file, '--roles', 'contractor,super-admin', '--roles', 'guest']);
    expect(code).toBe(1);
    const text = unwrapped(out);
    expect(text).toContain("The host knows no role 'contracter', but 'contractor'");
    expect(text).toContain("whoever holds the role 'contractor', with password and mailbox");
    expect(text).toContain("no rule for the roles 'guest' and 'super-admin'");
    expect((await sallyport.ask(['check', file, '--roles', 'contracter,super-admin'])).code).toBe(0);
  });

  it('W4 holds the roles of a helpdesk, and of the people whom it helps, against those of the host', async () => {
    const helpdesk = [{ roles: ['dsk', 'front'], over: ['contracter', 'visitor'], may: ['vouch'] }];
    const administrators = { policy: ['owner'], helpdesk };
    const file = sallyport.write('helpdesk.json', { administrators, roles: { owner: {}, dsk: {} } });
    const { out } = await sallyport.ask(['check', file, '--roles', 'owner,desk,contractor']);
    const text = unwrapped(out);
    expect(text).toContain("but 'desk': whoever holds 'desk' is asked for no more than the tenant asks");
    expect(text).toContain("but 'contractor': no helpdesk helps whoever holds 'contractor'");
    expect(text).toContain("no role 'front': nobody administers by it");
    expect(text).toContain("no role 'visitor': nobody is helped by it");
    expect(text).toContain("administrator-role-unknown administrators.helpdesk The administrators' role 'front'");
  });

  it('W4 says that nobody administers where the policy names no administrators, whatever its roles are called', async () => {
    const roles = { admin: { requiredStrength: 'enhanced' } };
    const nobody = await sallyport.ask(['check', sallyport.write('nobody.json', { roles }), '--roles', 'admin']);
    expect(nobody.code).toBe(0);
    expect(unwrapped(nobody.out)).toContain('note no-administrators administrators.policy Nobody administers:');
    const administrators = { policy: ['admin'] };
    const named = await sallyport.ask([
      'check',
      sallyport.write('named.json', { administrators, roles }),
      '--roles',
      'admin',
    ]);
    expect(named.out).not.toContain('no-administrators');
  });

  it('X27 compares the policy with PCI DSS, if the preset is asked for: each deviation is an error', async () => {
    const policy = { ...POLICY_PRESETS.pci, administrators: { policy: ['owner'] }, roles: { owner: {} } };
    const kept = await sallyport.ask(['check', sallyport.write('pci.json', policy), '--preset', 'pci']);
    expect({ code: kept.code, errors: kept.out.includes('preset-deviation') }).toEqual({ code: 0, errors: false });

    const weak = sallyport.write('weak.json', {
      ...policy,
      passwords: { minimum: 10, history: 4, letterAndDigit: true },
    });
    expect((await sallyport.ask(['check', weak])).code).toBe(0);
    const { code, out } = await sallyport.ask(['check', weak, '--preset=pci']);
    expect(code).toBe(1);
    expect(unwrapped(out)).toContain(
      'error preset-deviation passwords.minimum A new password may have 10 characters. PCI DSS 4.0.1 §8.3.6 asks for at least 12.',
    );
    const report: CheckReport = JSON.parse((await sallyport.ask(['check', weak, '--preset', 'pci', '--json'])).out);
    expect(report).toMatchObject({ status: 'errors', counts: { errors: 1 } });
    expect(report.findings[0]).toMatchObject({ code: 'preset-deviation', requirement: '8.3.6' });

    expect(await sallyport.ask(['check', weak, '--preset', 'iso'])).toMatchObject({
      code: 2,
      err: "sallyport: --preset takes one of pci, not 'iso'\n",
    });
  });

  it('X27 warns of a short password that signs in alone', async () => {
    const policy = { requiredStrength: 'single', passwords: { minimum: 10 } };
    const { code, out } = await sallyport.ask(['check', sallyport.write('short.json', policy), '--max-warnings', '0']);
    expect(code).toBe(1);
    expect(unwrapped(out)).toContain(
      'warning short-passwords passwords.minimum A password of 10 characters signs in alone.',
    );
  });

  it('X27 holds a list of breached passwords against what the host brings', async () => {
    const file = sallyport.write('breached.json', { passwords: { breached: 'refuse' } });
    const methods = ['password', 'passkey', 'totp', 'email-code', 'backup-code'];
    const lacks = await sallyport.ask(['check', file, '--host', sallyport.write('lacks.json', { methods })]);
    expect(unwrapped(lacks.out)).toContain('error passwords.breached the host brings no list of breached passwords');
    const brings = sallyport.write('has.json', { methods, breachedPasswords: true });
    expect((await sallyport.ask(['check', file, '--host', brings])).code).toBe(0);
  });

  it('X2 holds attested models against the roots that the host brings', async () => {
    const model = 'cb69481e-8ff7-4039-93ec-0a2729a154a8';
    const key = { anyOf: [[{ method: 'password' }, { method: 'passkey', attested: true, aaguid: [model] }]] };
    const file = sallyport.write('attested.json', { strengths: { key } });
    const told = async (brought: object) => {
      const methods = ['password', 'passkey', 'totp', 'email-code', 'backup-code'];
      const host = sallyport.write('host.json', { methods, ...brought });
      return unwrapped((await sallyport.ask(['check', file, '--host', host])).out);
    };
    expect(await told({})).toContain('error strengths.key.anyOf.0.1.attested the host brings no attestation roots');
    expect(await told({ attestedModels: ['ee882879-721c-4913-9775-3dfcce97072a'] })).toContain(
      `error strengths.key.anyOf.0.1.aaguid.0 the host brings no attestation root for the model '${model}'`,
    );
    for (const attestedModels of ['any', [model]]) expect(await told({ attestedModels })).not.toContain('attestation');
  });

  it('has no colours in a pipe', async () => {
    const file = sallyport.write('plain.json', {});
    const { out } = await sallyport.run(['check', file], { env: { FORCE_COLOR: '1', TERM: 'xterm-256color' } });
    expect(out).not.toContain('\u001B');
  });
});
