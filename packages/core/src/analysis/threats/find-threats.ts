import type { Severity } from '../findings/finding.ts';
import { findByCell } from './find-by-cell.ts';
import { type Further, type FurtherAsked, findBegunBefore, findCreated, findPromotions } from './find-by-search.ts';
import type { ThreatFinding } from './finding.ts';
import type { OwnerRow } from './owner.ts';
import { accountText, capital } from './words.ts';

/** All findings, the graver findings first. */
export function findThreats(asked: FurtherAsked, owner: readonly OwnerRow[]): readonly ThreatFinding[] {
  const further: readonly Further[] = [findPromotions(asked), findCreated(asked), findBegunBefore(asked)];
  const cells = asked.cells.filter(({ complete }) => !complete).length;
  const undecided = further.reduce((sum, { undecided: some }) => sum + some, cells);
  const found = [
    ...findByCell(asked.world, asked.cells),
    ...further.flatMap(({ findings }) => findings),
    ...findOwners(owner),
    ...notDecided(undecided, asked.budget),
  ];
  return found.sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
}

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

function findOwners(owner: readonly OwnerRow[]): readonly ThreatFinding[] {
  const found = new Map<string, ThreatFinding>();
  for (const { account, signsIn, hasRecentProof, administers } of owner) {
    const lacks = [
      ...(signsIn === 'granted' && !hasRecentProof ? ['recent proof for changes of own factors'] : []),
      ...(signsIn !== 'never' && administers === false ? ['what administration takes'] : []),
    ];
    if (lacks.length === 0) continue;
    const message = `${capital(accountText(account))}: the owner shows everything and lacks ${lacks.join(' and ')}, where a provider says no class and no method.`;
    const key = account.roles.join();
    if (!found.has(key)) found.set(key, { code: 'owner-cannot-prove', severity: 'error', message });
  }
  return [...found.values()];
}

function notDecided(undecided: number, budget: number): readonly ThreatFinding[] {
  if (undecided === 0) return [];
  const message = `The budget of ${budget} states ended ${undecided === 1 ? 'one search' : `${undecided} searches`}. What was found holds; what was not found may still be there.`;
  return [{ code: 'not-decided', severity: 'warning', message }];
}
