import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  type Attack,
  chanceAfter,
  closedForm,
  GUESS_CURVES,
  lockoutCosts,
  lockoutFront,
  USUAL_OWNER,
} from '@sallyport/assurance/lockout-simulation';
import { definePolicy, type LockoutInput, milliseconds } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { install, told } from '../installed.test-support.ts';
import { markdownTable } from '../terminal/table.ts';
import { lockoutSvg } from './svg.ts';
import { chanceText, minutesText } from './words.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/reference/lockout.md', import.meta.url));
const PICTURE = PAGE.replace(/\.md$/, '.svg');
const sallyport = install();

/** One change of each member in both directions, where the bounds of a policy allow it. */
const CHANGES: readonly LockoutInput[] = [
  {},
  { maxFailures: 5 },
  { maxFailures: 20 },
  { window: '5m' },
  { window: '1h' },
  { window: '1d' },
  { lockFor: '1m' },
  { lockFor: '1h' },
  { growth: 1 },
  { growth: 4 },
  { hardLimit: 50 },
  { hardLimit: 20 },
];

const limitsOf = (lockout: LockoutInput) => definePolicy({ lockout }).lockout;
const VISITOR: Attack = { pace: 'now-and-then', every: milliseconds(86_400_000) };

/** The columns of the table: a year of each attacker by the closed forms. */
function columnsOf(lockout: LockoutInput, refused = 0): readonly string[] {
  const form = (attack: Attack, knownDevice: boolean) =>
    closedForm(limitsOf(lockout), attack, { ...USUAL_OWNER, knownDevice });
  const password = { kind: 'chosen', curve: GUESS_CURVES['bonneau-2012'], refused } as const;
  const chance = (pace: 'silent' | 'loud') => chanceAfter(password, form({ pace }, true)?.guesses(365) ?? 0);
  return [
    ...(['silent', 'loud'] as const).map((pace) => chanceText(chance(pace))),
    ...[{ pace: 'silent' } as const, VISITOR].map((attack) => minutesText(form(attack, false)?.lockedMinutes ?? 0)),
  ];
}

function changesTable(): string {
  const rows = CHANGES.map((lockout) => {
    const [changed] = Object.entries(lockout);
    return [changed === undefined ? 'the default' : changed.join(': '), ...columnsOf(lockout)];
  });
  return markdownTable(
    [
      'Change',
      'Silent guesser, in a year',
      'Loud guesser, in a year',
      'Locked out by the silent guesser',
      'By a visitor',
    ],
    [...rows, ['the 10,000 most common passwords refused', ...columnsOf({}, 10_000)]],
  );
}

/** Compares a part of the page with its new text, or writes the new text (SALLYPORT_WRITE_DOCS=1). */
function keep(name: string, text: string): void {
  const begin = `<!-- ${name}: written by packages/cli/src/lockout/docs.test.ts -->\n`;
  const end = `<!-- /${name} -->`;
  const [before = '', rest = ''] = readFileSync(PAGE, 'utf8').split(begin);
  const [written = '', ...after] = rest.split(end);
  if (env['SALLYPORT_WRITE_DOCS'] === '1') writeFileSync(PAGE, [before, begin, text, end, after.join(end)].join(''));
  else expect(written).toBe(text);
}

describe('docs/reference/lockout.md (SALLYPORT_WRITE_DOCS=1 writes it)', () => {
  it('N6 has what the command prints for a policy without limits of its own', async () => {
    sallyport.write('policy.json', {});
    const { out } = await sallyport.ask(['lockout', 'policy.json']);
    keep('lockout', `\n${out.trimEnd().replaceAll(/^(?=.)/gm, '    ')}\n\n`);
  });

  it('N6 has the costs of the defaults, and of one change of each', () => {
    keep('changes', `\n${changesTable()}\n\n`);
  });

  it('N6 has the picture of the settings that nothing beats', () => {
    const svg = lockoutSvg({ ...lockoutFront(), costs: lockoutCosts(limitsOf({})) });
    if (env['SALLYPORT_WRITE_DOCS'] === '1') writeFileSync(PICTURE, svg);
    else expect(readFileSync(PICTURE, 'utf8')).toBe(svg);
  });

  it("N6 says the defaults' locked share of the closed form", async () => {
    expect((lockoutCosts(limitsOf({})).lockedMinutes / 14.4).toFixed(1)).toBe('89.6');
    expect(readFileSync(PAGE, 'utf8')).toContain('For the defaults this is 89.6 % of a day.');
    expect((await told('lockout', '--help')).out).toContain('bonneau-2012');
  });
});
