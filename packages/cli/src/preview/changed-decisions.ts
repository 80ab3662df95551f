import { decisionMatrix, type MatrixRow, ordinaryAccounts } from '@sallyport/assurance';
import type { AccountFactors, Policy } from '@sallyport/core';
import { type Answer, answerText } from '../terminal/answer-text.ts';

/** A question that two policies answer differently. */
export interface ChangedDecision {
  /** Sets of roles with the same rule. The empty set is an account without roles. */
  readonly roles: readonly (readonly string[])[];
  /** The factors per account, in a word or two. */
  readonly factors: readonly (readonly string[])[];
  /** The proofs given. */
  readonly evidence: readonly string[];
  /** The decision of the old policy. */
  readonly before: Answer;
  /** The decision of the new policy. */
  readonly after: Answer;
}

/** A question that only one policy reaches follows from an earlier changed answer, and is left out. */
export function changedDecisions(from: Policy, to: Policy): readonly ChangedDecision[] {
  const roles = distinct([...roleSetsOf(from), ...roleSetsOf(to)]);
  const factorSets = distinct<AccountFactors>([...ordinaryAccounts(from), ...ordinaryAccounts(to)]);
  const before = new Map(cellsOf(from, roles, factorSets).map((cell) => [keyOf(cell), cell]));
  const changed = cellsOf(to, roles, factorSets).flatMap((cell): ChangedDecision[] => {
    const old = before.get(keyOf(cell));
    if (old === undefined || answerText(old.answer) === answerText(cell.answer)) return [];
    const { role, things, evidence } = cell;
    return [{ roles: [role], factors: [things], evidence, before: old.answer, after: cell.answer }];
  });
  const byFactors = merged(changed, ({ roles: _, ...rest }) => rest, 'roles');
  return merged(byFactors, ({ factors: _, ...rest }) => rest, 'factors');
}

interface Cell {
  readonly role: readonly string[];
  readonly things: readonly string[];
  readonly evidence: readonly string[];
  readonly answer: Answer;
}

function cellsOf(policy: Policy, roles: readonly (readonly string[])[], factorSets: readonly AccountFactors[]): Cell[] {
  return decisionMatrix(policy, { roles, factorSets }).rows.flatMap((row) =>
    row.roles.flatMap((role) =>
      row.factors.map((things) => ({ role, things, evidence: row.evidence, answer: answerOf(row) })),
    ),
  );
}

function answerOf({ roles: _, factors: __, evidence: ___, asked: ____, ...answer }: MatrixRow): Answer {
  return answer;
}

function roleSetsOf(policy: Policy): readonly (readonly string[])[] {
  return decisionMatrix(policy, { factorSets: [{ passkeys: [] }] }).rows.flatMap(({ roles }) => roles);
}

function keyOf({ role, things, evidence }: Cell): string {
  return JSON.stringify([role, things, evidence]);
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Merges rows that differ only in `list`. */
function merged(
  rows: readonly ChangedDecision[],
  rest: (row: ChangedDecision) => object,
  list: 'roles' | 'factors',
): ChangedDecision[] {
  const groups = new Map<string, ChangedDecision>();
  for (const row of rows) {
    const key = JSON.stringify(rest(row));
    const same = groups.get(key);
    groups.set(key, same === undefined ? row : { ...same, [list]: [...same[list], ...row[list]] });
  }
  return [...groups.values()];
}
