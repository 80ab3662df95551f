import type { LockoutRow, LockoutSetting } from '@sallyport/assurance/lockout-simulation';
import type { LockoutInput } from '@sallyport/core';
import { paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { bullet, wrap } from '../terminal/wrap.ts';
import type { LockoutReport } from './report.ts';
import { attackerWords, chanceText, grouped, membersText, minutesText } from './words.ts';

const MEMBERS: readonly (keyof LockoutInput)[] = ['maxFailures', 'window', 'lockFor', 'growth', 'hardLimit'];

export function lockoutText(report: LockoutReport, colours: boolean): string {
  const { bold } = paint(colours);
  return [
    wrap(`${report.file}: ${membersText(report.lockout, [...MEMBERS, 'maxLockFor'])}.`),
    bold('Chance of success against one account, and how long its owner is locked out'),
    attackersTable(report.rows),
    wrap(
      '"Known" is an owner who signs in on a known device, "new" is an owner who does not. "Locked out" is the part of a day in which a right proof of this owner would be refused, in an attack of a year.',
    ),
    bold('The chance in a year against the time locked out'),
    costsText(report),
    frontTable(report.front),
    ...changesText(report),
  ].join('\n\n');
}

/** A row for each attacker, and in the row a line for each owner. */
export function attackersTable(rows: readonly LockoutRow[]): string {
  const attackers = [...new Set(rows.map(({ attacker }) => attacker))];
  return table(
    ['Attacker', 'Owner', 'Day', 'Month', 'Year', 'Locked out'],
    attackers.map((attacker) => {
      const own = rows.filter((row) => row.attacker === attacker);
      const chances = (place: number): string[] => own.map(({ outcomes }) => chanceText(outcomes[place]?.chance ?? 0));
      return [
        attackerWords(attacker),
        own.map(({ knownDevice }) => (knownDevice ? 'known' : 'new')),
        ...[0, 1, 2].map(chances),
        own.map(({ outcomes }) => minutesText(outcomes.at(-1)?.lockedMinutes ?? 0)),
      ];
    }),
  );
}

function costsText({ costs, tried, front }: LockoutReport): string {
  const better = front.filter(
    ({ chance, lockedMinutes }) => chance <= costs.chance && lockedMinutes <= costs.lockedMinutes,
  );
  const own = `These limits: ${chanceText(costs.chance)} for a guesser of the password in a year, and ${minutesText(costs.lockedMinutes)} a day for an owner without a known device.`;
  const compared = `Of ${grouped(tried)} compared settings nothing beats ${front.length}.`;
  return wrap(
    better.length === 0
      ? `${own} ${compared} None of them beats these limits.`
      : `${own} ${compared} ${better.length} of them beat these limits in both respects.`,
  );
}

/** At most six, spread over the front. */
function frontTable(front: readonly LockoutSetting[]): string {
  const most = 6;
  const step = Math.max(1, (front.length - 1) / (most - 1));
  const shown = front.filter((_, place) => Math.round(Math.round(place / step) * step) === place);
  return table(
    [...MEMBERS, 'Year', 'Locked out'],
    shown.map(({ lockout, chance, lockedMinutes }) => [
      ...MEMBERS.map((member) => String(lockout[member])),
      chanceText(chance),
      minutesText(lockedMinutes),
    ]),
  );
}

function changesText({ lockout, changes }: LockoutReport): readonly string[] {
  if (changes.length === 0) return [];
  const items = changes.map(({ lockout: changed, chance, lockedMinutes }) => {
    const members = MEMBERS.filter((member) => changed[member] !== lockout[member]);
    return bullet(
      `${membersText(changed, members)}: ${chanceText(chance)} in a year, ${minutesText(lockedMinutes)} a day`,
    );
  });
  return [[wrap('One change of these limits that costs less in both respects:'), ...items].join('\n')];
}
