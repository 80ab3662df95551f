import { describe, expect, it } from 'vitest';
import { type Answered, install, unwrapped, widest } from '../installed.test-support.ts';
import type { PreviewReport } from './report.ts';
import { previewSummary } from './summary.ts';
import { previewText } from './text.ts';

const sallyport = install();
const administrators = { policy: ['super-admin'], people: ['admin'] };
const old = sallyport.write('old.json', { administrators, roles: { 'super-admin': { requiredStrength: 'enhanced' } } });
const next = sallyport.write('next.json', {
  administrators,
  roles: { 'super-admin': { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } },
});

const ada = {
  id: 'ada',
  roles: ['super-admin'],
  factors: { password: 'independent', totp: true, mailDomain: 'x.org' },
};
const cleo = { id: 'cleo', roles: ['contractor'], factors: { password: 'independent', mailDomain: 'x.org' } };
const dan = { id: 4, roles: ['contractor'], factors: { password: 'mailbox', mailDomain: 'x.org' } };
const eve = { id: 'eve', roles: [], factors: { passkeys: [{ userVerified: true }] }, emergency: true };

const lines = (...rows: (object | string)[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

/** What `--json` answers, and the report as text and as Markdown. The analysis takes most of a run, so one run makes all three. */
interface Previewed extends Answered {
  readonly report: PreviewReport;
  readonly text: string;
  readonly summary: string;
}
const previewed = async (...args: string[]): Promise<Previewed> => {
  const answered = await sallyport.ask(['preview', ...args, '--json']);
  const report: PreviewReport = JSON.parse(answered.out);
  return { ...answered, report, text: unwrapped(previewText(report, false)), summary: previewSummary(report) };
};

/** The options of a host with few methods. With fewer methods the analysis has fewer sign-ins to search. */
const hostOf = (name: string, ...methods: string[]) => [
  '--host',
  sallyport.write(name, { methods, attestedModels: 'any', providers: ['corp'] }),
];
const few = hostOf('few.json', 'password', 'email-code', 'totp');
const withPasskeys = hostOf('with-passkeys.json', 'password', 'email-code', 'totp', 'passkey');

describe('sallyport preview', () => {
  it('N5 tells which decisions change, and no other', async () => {
    const { code, out } = await sallyport.run(['preview', old, next, ...few]);
    expect(code).toBe(0);
    const { report } = await previewed(old, next);
    for (const text of [out, previewText(report, false)]) {
      expect(widest(text)).toBeLessThanOrEqual(80);
      expect(text).toContain('old.json -> next.json');
      expect(text).toContain('Roles: contractor');
      expect(text).not.toContain('Roles: (none)');
    }
    expect(report.decisions).toContainEqual({
      roles: [['contractor']],
      factors: [['password', expect.stringContaining('mailbox')]],
      evidence: ['password', 'email-code'],
      before: { outcome: 'granted', strength: 'baseline' },
      after: { outcome: 'enrollment-required', offer: ['passkey', 'totp'] },
    });
    expect(report.decisions.flatMap(({ roles }) => roles)).not.toContainEqual(['super-admin']);
    expect((await previewed(old, old, ...few)).text).toContain('None. Nothing changes.');
  });

  it('N5 lists the rules that change, and refuses a weaker rule if asked', async () => {
    const strict = await previewed('--refuse-weaker', old, next, ...few);
    expect(strict.code).toBe(0);
    expect(strict.text).toContain('roles.contractor.requiredStrength: not given → enhanced');
    const loosened = await sallyport.ask(['preview', '--refuse-weaker', next, old, ...few]);
    expect(loosened.code).toBe(1);
    expect(unwrapped(loosened.out)).toContain('roles.contractor.requiredStrength: enhanced → not given (weaker)');
    expect(unwrapped(loosened.out)).toContain(
      'Refused: it weakens roles.contractor.requiredStrength, and --refuse-weaker',
    );
    const { code, summary, report } = await previewed(next, old, ...few);
    expect(code).toBe(0);
    expect(summary).toContain('| roles.contractor.requiredStrength | enhanced | not given | weaker |');
    expect(report.rules).toEqual([
      { source: { role: 'contractor' }, member: 'requiredStrength', before: 'enhanced', after: null, weaker: true },
    ]);
    expect(report.refused).toBeUndefined();
    const alone = await sallyport.ask(['preview', '--refuse-weaker', next, '--accounts', 'x']);
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('compares with the old policy')]);
  });

  it('N5 counts an administrator by what the provider did say, and refuses a policy that rests on what it never said', async () => {
    const by = { providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] } } };
    sallyport.write('trusting.json', { ...by, administrators: { policy: ['super-admin'] }, methods: ['sso'] });
    const linked = (factors: object) =>
      lines({ id: 'ada', roles: ['super-admin'], factors: { sso: ['corp'], ...factors } });
    sallyport.write('unsaid.ndjson', linked({}));
    sallyport.write('weaker.ndjson', linked({ said: { corp: { acr: 'pwd' } } }));
    sallyport.write('said.ndjson', linked({ said: { corp: { acr: 'mfa' } } }));
    const preview = (accounts: string) =>
      sallyport.ask(['preview', 'trusting.json', 'trusting.json', '--accounts', accounts]);
    expect((await preview('unsaid.ndjson')).code).toBe(1);
    expect((await preview('weaker.ndjson')).code).toBe(1);
    expect((await preview('said.ndjson')).code).toBe(0);
  });

  it('tells which findings come and go', async () => {
    const idle = sallyport.write('idle.json', {
      administrators,
      roles: { 'super-admin': { requiredStrength: 'single' } },
    });
    const { report } = await previewed(old, idle, ...few);
    expect(report.findings.come).toContainEqual(
      expect.objectContaining({ code: 'rule-never-matters', path: 'roles.super-admin.requiredStrength' }),
    );
    expect(previewText(report, false)).toContain('Findings that come\n\nwarning  rule-never-matters');
    const { gone } = (await previewed(idle, old, ...few)).report.findings;
    expect(gone.map(({ code }) => code)).toContain('rule-never-matters');
  });

  it('N5 tells who passes, who has to set something up and who is stranded, and why', async () => {
    const accounts = sallyport.write('accounts.ndjson', lines(ada, cleo, '', dan, eve));
    const { code, err, report } = await previewed(old, next, '--accounts', accounts, ...withPasskeys);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const text = previewText(report, false);
    expect(text).toContain('1 account must enroll (now: unaffected): cleo\n');
    expect(text).toContain("  - The role 'contractor' requires the strength 'enhanced'.\n");
    expect(report.refused).toBeUndefined();
    expect(report.accounts).toMatchObject({
      unaffected: 2,
      mustEnroll: 1,
      stranded: 1,
      worse: { mustEnroll: 1, stranded: 1 },
      administrators: { viable: 1, stranded: 0 },
      groups: [
        { impact: 'stranded', before: 'unaffected', count: 1, examples: ['4'] },
        { impact: 'must-enroll', before: 'unaffected', count: 1, examples: ['cleo'] },
      ],
      badRows: { count: 0, first: [] },
    });
  });

  it('takes one policy alone, for the accounts there are', async () => {
    const accounts = sallyport.write('alone.ndjson', lines(ada, cleo));
    const { code, out } = await sallyport.ask(['preview', next, '--accounts', accounts]);
    expect(code).toBe(0);
    expect(out).toContain('must enroll  1\n');
    expect((await sallyport.ask(['preview', next])).code).toBe(2);
  });

  it('reports a line that is no account by its number, says nothing of what is in it, and exits with 2', async () => {
    const wrong = { ...cleo, factors: { pasword: 'independent' } };
    const accounts = sallyport.write('bad.ndjson', lines(ada, 'secret, no JSON', wrong, '{"id":"x"}', cleo));
    const { code, out, err } = await sallyport.ask(['preview', old, next, '--accounts', accounts, ...few]);
    expect(code).toBe(2);
    expect(err).toContain('bad.ndjson: 3 lines are no account and left out');
    expect(out).toContain('line 2: is not JSON');
    expect(out).toContain('line 3: factors: Unrecognized key: "pasword"');
    expect(out).toContain('line 4: roles: ');
    expect(out).not.toContain('secret');
    expect((await sallyport.ask(['preview', next, '--accounts', 'nothing.ndjson'])).code).toBe(2);
  });

  it('N5 refuses to strand the last administrator', async () => {
    const locked = sallyport.write('locked.json', {
      administrators,
      strengths: { key: { anyOf: [[{ method: 'passkey', attested: true, deviceBound: true }]] } },
      roles: { 'super-admin': { requiredStrength: 'key' } },
      enrollment: { firstFactor: 'vouched' },
    });
    const alone = { ...ada, factors: { password: 'independent', mailDomain: 'x.org' } };
    const accounts = sallyport.write('last.ndjson', lines(alone, eve));
    const asked = ['preview', old, locked, ...withPasskeys, '--accounts'] as const;
    const refused = await sallyport.ask([...asked, accounts]);
    expect(refused.code).toBe(1);
    expect(unwrapped(refused.out)).toContain('Refused: it strands the last administrator');
    expect(refused.err).toBe('');
    const summary = await sallyport.ask([...asked, accounts, '--summary']);
    expect(summary.out).toContain('**Refused:** it strands the last administrator');
    expect(summary.err).toContain('refused: it strands the last administrator');
    const second = {
      ...ada,
      id: 'amy',
      factors: { passkeys: [{ userVerified: true, deviceBound: true, attested: true }] },
    };
    const two = sallyport.write('two.ndjson', lines(alone, eve, second));
    expect((await sallyport.ask([...asked, two])).code).toBe(0);
    const none = sallyport.write('none.ndjson', lines(eve));
    expect((await previewed(old, next, '--accounts', none, ...few)).report.refused).toContain(
      'none of the accounts is a policy administrator',
    );
  });

  it('N5 refuses without accounts what no administrator could ever pass', async () => {
    const impossible = sallyport.write('impossible.json', {
      administrators,
      strengths: { twice: { anyOf: [[{ method: 'password' }, { method: 'password' }]] } },
      roles: { 'super-admin': { requiredStrength: 'twice' } },
    });
    const { code, out } = await sallyport.ask(['preview', old, impossible]);
    expect(code).toBe(1);
    expect(unwrapped(out)).toContain('nobody could take the policy back');
  });

  it('N5 a policy in which nobody administers strands nobody, unless somebody could administer before', async () => {
    const nobody = sallyport.write('nobody.json', { roles: { contractor: { requiredStrength: 'enhanced' } } });
    const still = sallyport.write('still.json', { requiredStrength: 'baseline' });
    const accounts = sallyport.write('nobody.ndjson', lines(ada, cleo));
    const changed = await previewed(nobody, still, '--accounts', accounts, ...few);
    expect(changed.code).toBe(0);
    for (const text of [changed.text, changed.summary])
      expect(text).toContain('The policy names no policy administrators.');
    expect((await previewed(still, '--accounts', accounts, ...few)).report.refused).toBeUndefined();
    const taken = await previewed(old, nobody, '--accounts', accounts, ...few);
    expect(taken.code).toBe(1);
    expect(taken.text).toContain('Refused: it strands the last administrator: it names no policy');
    const others = sallyport.write('others.ndjson', lines(cleo));
    expect((await previewed(old, nobody, '--accounts', others, ...few)).report.refused).toBeUndefined();
  });

  it('--summary is Markdown in which names are text', async () => {
    const odd = sallyport.write('odd.json', {
      administrators,
      roles: { '<b>@all</b>|': { requiredStrength: 'enhanced' } },
    });
    const accounts = sallyport.write('odd.ndjson', lines(ada, { ...cleo, roles: ['<b>@all</b>|'] }));
    const { code, out } = await sallyport.ask(['preview', old, odd, '--accounts', accounts, '--summary', ...few]);
    expect(code).toBe(0);
    expect(out).toMatch(/^## What this change of the policy means\n/);
    expect(out).toContain('| must enroll | 1 | 1 |');
    expect(out).toContain('### Decisions that change\n\n| roles | has | proved | before | after |\n| --- |');
    expect(out).not.toMatch(/<b>|@all/);
  });

  it('N5 counts the accounts whose roles the app never gave', async () => {
    const accounts = sallyport.write('untold.ndjson', lines(ada, { ...eve, rolesUnknown: true }));
    const { report, text, summary } = await previewed(old, next, '--accounts', accounts, ...few);
    expect(report.accounts?.rolesUnknown).toBe(1);
    const sentence = 'The app has never given the roles of 1 account (resolveSubject).';
    expect(text).toContain(sentence);
    expect(summary).toContain(sentence);
    const told = sallyport.write('told.ndjson', lines(ada, { ...eve, rolesUnknown: false }));
    const nothing = await previewed(old, next, '--accounts', told, ...few);
    for (const rendered of [nothing.text, nothing.summary]) expect(rendered).not.toContain('never given');
  });

  it('P21 counts the vaults that a change touches', async () => {
    const required = sallyport.write('required.json', {
      administrators,
      roles: { 'super-admin': { requiredStrength: 'enhanced' } },
      methods: ['password'],
      vault: { emergency: 'required' },
    });
    const factors = { ...cleo.factors, passkeys: [{ userVerified: true }] };
    const rows = [
      { ...ada, vault: ['secret', 'emergency'] },
      { ...cleo, vault: ['secret'] },
      { id: 'fay', roles: [], factors, vault: ['passkey', 'emergency'] },
    ];
    const accounts = sallyport.write('vaults.ndjson', lines(...rows));
    const { report, text, summary } = await previewed(required, '--accounts', accounts);
    expect(report.accounts?.vaults).toEqual({ withoutWay: 1, withoutEmergency: 1 });
    expect(text).toContain('1 owner of a vault could not open it any more.');
    expect(text).toContain('1 vault without the emergency way');
    expect(summary).toContain('1 owner of');
  });

  describe('with thieves', () => {
    const host = hostOf('host.json', 'password', 'passkey', 'totp', 'email-code', 'backup-code');
    const loose = sallyport.write('loose.json', {
      administrators,
      roles: { 'super-admin': { requiredStrength: 'enhanced' } },
      enrollment: { firstFactor: 'password' },
    });
    const cell = 'password × super-admin: password, mail';
    const chain = 'signs in by the password → sets up a passkey of their own → changes the policy';

    it('N5 N16 tells the cells that get worse, the gravest first, with the chain and the number of accounts', async () => {
      const accounts = sallyport.write('thieves.ndjson', lines({ ...ada, factors: cleo.factors }, cleo, eve));
      const { report, text, summary } = await previewed(old, loose, ...host, '--accounts', accounts);
      expect(text).toContain(`What thieves reach ${cell} (1 account): nothing → policy - ${chain}`);
      expect(report.threats?.more[0]).toMatchObject({
        thief: 'password',
        before: 'nothing',
        after: 'policy',
        chain,
        accounts: 1,
      });
      expect(report.threats).toMatchObject({ less: 0, undecided: 0 });
      expect(summary).toContain(`| password | super-admin: password, mail | nothing | policy | ${chain} | 1 account |`);
    });

    it('N5 N16 tells the cells of a stricter policy, and tells nothing where nothing changes', async () => {
      const { out } = await sallyport.ask(['preview', loose, old, ...host]);
      expect(unwrapped(out)).toContain(
        `What thieves reach In 4 cells a thief reaches less than before: - ${cell}: policy → nothing`,
      );
      // An account without a mailbox, which a password alone opened.
      expect(unwrapped(out)).toContain('- password × no role: password: keeps → nothing');
      expect(out).not.toContain('→ policy');
      const same = await sallyport.ask(['preview', old, old, ...host]);
      expect(unwrapped(same.out)).toContain('Nothing changes.');
      expect(same.out).not.toContain('What thieves reach');
    });
  });

  describe('--max-stranded', () => {
    const open = sallyport.write('open.json', { administrators });
    const closed = sallyport.write('closed.json', {
      administrators,
      strengths: { twice: { anyOf: [[{ method: 'password' }, { method: 'password' }]] } },
      roles: { contractor: { requiredStrength: 'twice' } },
    });
    // `gus` is stranded under both policies, the contractors only under the new policy.
    const people = sallyport.write(
      'people.ndjson',
      lines({ ...eve, factors: ada.factors }, ada, cleo, { ...cleo, id: 'fay' }, { id: 'gus', roles: [], factors: {} }),
    );
    const previews = (...args: string[]) => sallyport.ask(['preview', ...args, '--accounts', people, ...few]);

    it('N5 refuses a change that strands more accounts than allowed, and counts only accounts that the change strands', async () => {
      expect((await previews(open, closed)).code).toBe(0);
      expect((await previews(open, closed, '--max-stranded', '2')).code).toBe(0);
      const refused = await previews(open, closed, '--max-stranded', '1', '--json');
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('refused: it strands 2 accounts, and --max-stranded allows 1.');
      expect(JSON.parse(refused.out)).toMatchObject({ refused: expect.stringContaining('2 accounts') });
      expect((await previews(open, open, '--max-stranded', '0')).code).toBe(0);
    });

    it('N5 counts all stranded accounts if there is one policy', async () => {
      expect((await previews(closed, '--max-stranded', '3')).code).toBe(0);
      expect((await previews(closed, '--max-stranded', '2')).out).toContain('strands 3 accounts');
    });

    it('X7 is refused without accounts, and if it is no number', async () => {
      expect(await sallyport.ask(['preview', open, closed, '--max-stranded', '1'])).toMatchObject({ code: 2 });
      for (const number of ['-1', 'x', '1.5', '', '9999999999'])
        expect(await previews(open, closed, `--max-stranded=${number}`), number).toMatchObject({ code: 2 });
    });
  });

  it('N5 has no objection to a policy in which nobody administers, if nobody did before', async () => {
    const nobody = sallyport.write('nobody.json', { administrators: {}, requiredStrength: 'enhanced' });
    const people = sallyport.write('staff.ndjson', lines(cleo, eve));
    for (const policies of [[nobody], [nobody, nobody]])
      expect((await sallyport.ask(['preview', ...policies, '--accounts', people, ...withPasskeys])).code).toBe(0);
  });
});
