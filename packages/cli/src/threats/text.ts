import { accountText, chainText, goalsText, THREAT_WORDS, type ThreatCell, thiefText } from '@sallyport/assurance';
import { findingText } from '../check/text.ts';
import { paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { bullet, counted, wrap } from '../terminal/wrap.ts';
import type { ThreatsOfPlace, ThreatsReport } from './report.ts';

export function threatsText(
  { file, cells, findings, undecided, places = [] }: Omit<ThreatsReport, 'version'>,
  { chains, colours }: { readonly chains: boolean; readonly colours: boolean },
): string {
  const { bold } = paint(colours);
  const parts = groupsOf(cells).map(({ accounts, rows }) =>
    [
      ...accounts.map((account) => bold(wrap(account))),
      '',
      table(
        ['Thief', 'Reaches'],
        rows.map(({ thieves, reach }) => [thieves, reach]),
      ),
      ...(chains ? rows.flatMap(({ steps }) => steps) : []),
    ].join('\n'),
  );
  const left = undecided === 0 ? '' : `, ${counted(undecided, 'cell')} not decided`;
  return [
    ...parts,
    ...places.map((place) => placeText(place, colours)),
    ...findings.map((finding) => findingText(finding, colours)),
    `${bold(`${file}:`)} ${counted(cells.length, 'cell')}${left}, ${counted(findings.length, 'finding')}`,
  ].join('\n\n');
}

function placeText({ contexts, more, less, undecided }: ThreatsOfPlace, colours: boolean): string {
  const { bold } = paint(colours);
  const gains = more.map(({ thief, reach, before, after }) => [[thief], [reach], [before], [after]]);
  const losses = less.map(({ thief, reach, before, after }) => [[thief], [reach], [before], [after]]);
  const rows = [...gains, ...losses];
  const same = rows.length === 0 ? ['The same as outside.'] : [table(['Thief', 'Account', 'Outside', 'There'], rows)];
  const left = undecided === 0 ? [] : [`${counted(undecided, 'cell')} not decided`];
  return [
    bold(wrap(`In ${contexts.join(', ')}: ${counted(more.length, 'cell')} with more, ${less.length} with less`)),
    '',
    ...same,
    ...left,
  ].join('\n');
}

interface Row {
  readonly thieves: readonly string[];
  readonly reach: string;
  readonly steps: readonly string[];
}

interface Group {
  readonly accounts: readonly string[];
  readonly rows: readonly Row[];
}

function groupsOf(cells: readonly ThreatCell[]): readonly Group[] {
  const byAccount = new Map<string, ThreatCell[]>();
  for (const cell of cells) {
    const account = accountText(cell.account);
    byAccount.set(account, [...(byAccount.get(account) ?? []), cell]);
  }
  const groups = new Map<string, Group>();
  for (const [account, own] of byAccount) {
    const rows = rowsOf(own);
    const key = JSON.stringify(rows);
    groups.set(key, { accounts: [...(groups.get(key)?.accounts ?? []), account], rows });
  }
  return [...groups.values()];
}

/** A pair has a row only if each thief alone has different goals. */
function rowsOf(cells: readonly ThreatCell[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const cell of cells) {
    const reach = reachText(cell);
    const parts = cell.thief.split('+');
    if (parts.length > 1 && cells.some(({ thief, ...part }) => parts.includes(thief) && reachText(part) === reach))
      continue;
    const known = rows.get(reach);
    const steps = cell.reached.map(({ goal, chain }) =>
      bullet(`${thiefText(cell.thief)}, ${THREAT_WORDS.goals[goal]}: ${chainText(chain) || 'at once'}`, ''),
    );
    rows.set(reach, {
      thieves: [...(known?.thieves ?? []), thiefText(cell.thief)],
      reach,
      steps: [...(known?.steps ?? []), ...steps],
    });
  }
  return [...rows.values()];
}

function reachText({ reached, complete }: Pick<ThreatCell, 'reached' | 'complete'>): string {
  return `${goalsText(reached.map(({ goal }) => goal))}${complete ? '' : ', not decided'}`;
}
