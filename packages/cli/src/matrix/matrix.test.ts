import { decisionMatrix } from '@sallyport/assurance';
import { definePolicy, policyIn } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { install, widest } from '../installed.test-support.ts';
import type { MatrixReport } from './matrix.ts';

const sallyport = install();
const policy = {
  roles: { contractor: { requiredStrength: 'enhanced' }, admin: { requiredStrength: 'enhanced' } },
} as const;
const file = sallyport.write('policy.json', policy);

describe('sallyport matrix', () => {
  it('N7 is a table for each set of roles, 80 columns wide', async () => {
    const { code, out } = await sallyport.ask(['matrix', file]);
    expect(code).toBe(0);
    expect(out).toContain('Roles: (none)\nAsked by tenant: baseline\n');
    expect(out).toContain('Roles: admin, contractor\n');
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('N7 is Markdown, or JSON, as core has it', async () => {
    const truth = decisionMatrix(definePolicy(policy));
    expect((await sallyport.ask(['matrix', file, '--markdown'])).out).toBe(truth.toMarkdown());
    const report: MatrixReport = JSON.parse((await sallyport.ask(['matrix', file, '--json'])).out);
    expect(report).toEqual({ version: 1, file, rows: truth.rows });
    expect((await sallyport.ask(['matrix', file, '--json', '--markdown'])).code).toBe(2);
  });

  it('N17 is the table of a request in the contexts that are named', async () => {
    const contexts = { outside: { requiredStrength: 'enhanced' }, unmanaged: { methods: ['passkey'] } } as const;
    const placed = sallyport.write('contexts.json', { ...policy, contexts });
    const both = ['--contexts', 'outside,unmanaged'];
    const inPlace = policyIn(definePolicy({ ...policy, contexts }), { contexts: ['outside', 'unmanaged'] });
    expect((await sallyport.ask(['matrix', placed, ...both, '--markdown'])).out).toBe(
      decisionMatrix(inPlace).toMarkdown(),
    );
    expect((await sallyport.ask(['matrix', placed, ...both])).out).toContain('outside: enhanced');
    expect((await sallyport.ask(['matrix', placed])).out).not.toContain('outside: enhanced');
    const misspelt = await sallyport.ask(['matrix', placed, '--contexts', 'outsid']);
    expect(misspelt).toMatchObject({ code: 2, err: expect.stringContaining("did you mean 'outside'?") });
    const without = await sallyport.ask(['matrix', file, '--contexts', 'outside']);
    expect(without).toMatchObject({ code: 2, err: expect.stringContaining('the policy has no contexts') });
  });

  it('tells what is wrong with a policy on stderr, and exits with 1', async () => {
    const { code, out, err } = await sallyport.ask(['matrix', sallyport.write('wrong.json', { methods: ['pasword'] })]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain("did you mean 'password'?");
  });
});
