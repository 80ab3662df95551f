import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { install, told, unwrapped, widest } from '../installed.test-support.ts';
import type { LockoutReport } from './report.ts';
import { chanceText, grouped, minutesText } from './words.ts';

const sallyport = install();
const policy = sallyport.write('policy.json', { lockout: { maxFailures: 5, window: '1d' } });
const at = (name: string): string => `${sallyport.folder}/${name}`;

describe('sallyport lockout', () => {
  it('N6 prints the attackers, the settings that nothing beats and better changes, 80 columns wide', async () => {
    const { code, out, err } = await sallyport.run(['lockout', policy]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const text = unwrapped(out);
    expect(text).toContain(
      'policy.json: maxFailures 5, window 1d, lockFor 15m, growth 2, hardLimit 100, maxLockFor 12h.',
    );
    expect(text).toContain('wants the owner out, known none none none 0 min makes no pause new none none none all day');
    expect(text).toMatch(/guesses the password, known 1\.\d % .* sets no lock new 1\.\d %/);
    expect(text).toMatch(/Of 1,260 compared settings nothing beats \d+\./);
    expect(text).toContain('maxFailures window lockFor growth hardLimit Year Locked out');
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('N6 names the one change of the defaults that costs less in both respects', async () => {
    const { out } = await told('lockout', at(sallyport.write('defaults.json', {})));
    expect(unwrapped(out)).toMatch(
      /One change of these limits that costs less in both respects: - window 1d: 19 % in a year, 54 min a day/,
    );
  });

  it('N6 --json has the simulated rows and the compared settings as data, the same for the same seed', async () => {
    const ask = async (...more: string[]): Promise<LockoutReport> =>
      JSON.parse((await told('lockout', at(policy), '--json', ...more)).out);
    const report = await ask();
    expect(report).toMatchObject({
      version: 1,
      lockout: { maxFailures: 5, window: '1d', lockFor: '15m', hardLimit: 100 },
      assumed: { guesses: 'bonneau-2012', refused: 0, seed: 1 },
      tried: 1_260,
    });
    expect(report.rows).toHaveLength(16);
    expect(await ask()).toEqual(report);
    const other = await ask('--seed', '2', '--guesses', 'wang-2017');
    expect(other.rows).not.toEqual(report.rows);
    expect(other.costs.chance).toBeGreaterThan(report.costs.chance);
    expect((await ask('--refused', '10000')).costs.chance).toBeLessThan(report.costs.chance);
  });

  it('N6 --svg writes a picture with the front and the limits of the policy, and no text of the policy', async () => {
    const hostile = sallyport.write('hostile.json', { roles: { '<script>': {} }, lockout: { maxFailures: 50 } });
    const { code } = await told('lockout', at(hostile), '--svg', at('picture.svg'));
    expect(code).toBe(0);
    const svg = readFileSync(at('picture.svg'), 'utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect(svg).toContain('>these limits: ');
    expect(svg).not.toMatch(/NaN|Infinity|undefined|script|hostile/);
    const opened = svg.match(/<[a-z]+[ >]/g)?.length ?? 0;
    const closed = (svg.match(/<\/[a-z]+>/g)?.length ?? 0) + (svg.match(/\/>/g)?.length ?? 0);
    expect(opened).toBe(closed);
  });

  it('N6 refuses a wrong number, an unknown curve, an invalid policy and a file that cannot be written', async () => {
    const refused = async (...args: string[]) => {
      const { code, out, err } = await told('lockout', ...args);
      expect(out).toBe('');
      return { code, err };
    };
    expect(await refused(at(policy), '--refused', 'many')).toMatchObject({
      code: 2,
      err: expect.stringContaining("not 'many'"),
    });
    expect(await refused(at(policy), '--seed', '-1')).toMatchObject({ code: 2 });
    expect(await refused(at(policy), '--guesses', 'wang')).toMatchObject({
      code: 2,
      err: expect.stringContaining('wang-2017'),
    });
    expect(await refused(at(sallyport.write('wrong.json', { lockout: { maxFailures: 1 } })))).toMatchObject({
      code: 1,
      err: expect.stringContaining('lockout.maxFailures'),
    });
    expect(await refused(at(policy), '--svg', at('no/such/folder.svg'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be written'),
    });
    const [before, over] = [readFileSync(at(policy), 'utf8'), await refused(at(policy), '--svg', at(policy))];
    expect(over).toMatchObject({ code: 2, err: expect.stringContaining('ends .svg') });
    expect(readFileSync(at(policy), 'utf8')).toBe(before);
    expect(await refused(at('missing.json'))).toMatchObject({ code: 2 });
  });

  it('N6 words probabilities and times', () => {
    expect([0, 1e-20, 1 / 1_234_567, 1 / 1_800, 0.0123, 0.224, 1].map(chanceText)).toEqual([
      ...['none', '< 1 in 10^9', '1 in 1.2 M', '1 in 1,800', '1.2 %', '22 %', '100 %'],
    ]);
    expect([0, 0.4, 54.2, 119.6, 1_290, 1_440].map(minutesText)).toEqual([
      ...['0 min', 'under 1 min', '54 min', '2.0 h', '21.5 h', 'all day'],
    ]);
    expect([0, 999, 1_000, 1_234_567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
});
