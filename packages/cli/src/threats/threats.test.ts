import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../check/report.ts';
import { install, told, unwrapped, widest } from '../installed.test-support.ts';
import type { ThreatsReport } from './report.ts';

const sallyport = install();
const methods = ['password', 'passkey', 'totp', 'email-code', 'backup-code'];
const host = sallyport.write('host.json', { methods });
const policy = sallyport.write('policy.json', {
  roles: { 'super-admin': { requiredStrength: 'enhanced' } },
  administrators: { policy: ['super-admin'], people: [] },
});
const at = (name: string): string => `${sallyport.folder}/${name}`;

describe('sallyport threats', () => {
  it('N16 is a table for each kind of account, 80 columns wide, and the findings', async () => {
    const { code, out } = await sallyport.ask(['threats', policy, '--host', host]);
    expect(code).toBe(0);
    const text = unwrapped(out);
    expect(text).toContain('password, mail Thief Reaches');
    expect(text).toContain('mailbox session (baseline), password, deletes');
    expect(text).toContain('note one-device-is-enough');
    expect(out).not.toContain('follows a recovery link → sets a new password → signs in by the new password → goes');
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('N16 --chains tells who does what in order, and --pairs what two thieves reach together', async () => {
    const { out } = await told('threats', at(policy), '--host', at(host), '--chains', '--pairs');
    const text = unwrapped(out);
    expect(text).toContain(
      '- mailbox, session (baseline): follows a recovery link → sets a new password → signs in by the new password → goes on by a code to the mailbox',
    );
    expect(text).toContain('password + mailbox');
    const alone = unwrapped((await told('threats', at(policy), '--host', at(host))).out);
    // The example of `phished-proofs-keep-account` names the pair before a `×`.
    expect(alone).not.toMatch(/password \+ mailbox (?!×)/);
  });

  it('N16 --json has every cell with its chains as data, and --markdown one table', async () => {
    const report: ThreatsReport = JSON.parse((await told('threats', at(policy), '--host', at(host), '--json')).out);
    expect(report).toMatchObject({ version: 1, undecided: 0 });
    const cell = report.cells.find(({ thief, account }) => thief === 'mailbox' && account.factors.totp !== true);
    expect(cell?.reached.at(0)).toEqual({
      goal: 'password',
      chain: [
        { move: 'follows-recovery-link', of: 'owner' },
        { move: 'sets-password', of: 'own' },
      ],
    });
    const { out } = await told('threats', at(policy), '--host', at(host), '--markdown');
    expect(out).toContain('| Thief | password, mail |');
    expect((await told('threats', at(policy), '--json', '--markdown')).code).toBe(2);
  });

  it('N17 --places has each context alone and all together, and --contexts the table in some', async () => {
    const placed = sallyport.write('contexts.json', {
      contexts: { outside: { requiredStrength: 'enhanced' }, plain: {}, unmanaged: { methods: ['passkey'] } },
    });
    const telling = sallyport.write('telling.json', { methods, contexts: true });
    const asked = (...more: readonly string[]) => told('threats', at(placed), '--host', at(telling), ...more);
    const { places = [] }: ThreatsReport = JSON.parse((await asked('--places', '--json')).out);
    expect(places.map(({ contexts, more, less }) => [contexts.join(), more.length > 0, less.length > 0])).toEqual([
      ['outside', false, true],
      ['plain', false, false],
      ['unmanaged', false, true],
      ['outside,plain,unmanaged', false, true],
    ]);
    const { out } = await asked('--places');
    expect(unwrapped(out)).toContain('In plain: 0 cells with more, 0 with less The same as outside.');
    expect(widest(out)).toBeLessThanOrEqual(80);
    const within = JSON.parse((await asked('--contexts', 'unmanaged', '--json')).out);
    expect(within.cells).not.toEqual(JSON.parse((await asked('--json')).out).cells);
    for (const other of [['--contexts', 'outside'], ['--markdown']])
      expect((await asked('--places', ...other)).code).toBe(2);
  });

  it('N16 exits with 1 where a finding is an error, and so does check', async () => {
    const provided = sallyport.write('provided.json', {
      requiredStrength: 'single',
      providers: { corp: { trust: [{ acr: 'mfa', strength: 'baseline' }] } },
      administrators: { policy: ['chief'], people: [] },
    });
    const brings = sallyport.write('brings.json', {
      methods: [...methods, 'sso'],
      providers: { corp: { dates: false } },
    });
    const { code, out } = await told('threats', at(provided), '--host', at(brings));
    expect(code).toBe(1);
    expect(unwrapped(out)).toContain('error owner-cannot-prove');
    const checked = await told('check', at(provided), '--host', at(brings), '--json');
    const report: CheckReport = JSON.parse(checked.out);
    expect(checked.code).toBe(1);
    expect(report.findings.map(({ code: found }) => found)).toContain('owner-cannot-prove');
    const control = sallyport.write('control.json', { methods: [...methods, 'sso'], providers: { corp: {} } });
    expect((await told('threats', at(provided), '--host', at(control))).out).toContain('one-theft-is-enough');
  });

  it('N16 check tells what thieves reach, with the chain', async () => {
    const { code, out } = await told('check', at(policy), '--host', at(host));
    expect(code).toBe(0);
    expect(unwrapped(out)).toContain(
      'For example: cookie within recentProof × super-admin: password, mail, app: changes the policy.',
    );
  });

  it('tells what is wrong with a policy on stderr, and exits with 1', async () => {
    const { code, out, err } = await told('threats', at(sallyport.write('wrong.json', { methods: ['pasword'] })));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain("did you mean 'password'?");
  });
});
