import type { MatrixRow } from '@sallyport/assurance';

/** `(none)`, `contractor`, `admin + contractor` */
export function rolesTexts(roles: MatrixRow['roles']): readonly string[] {
  return roles.map((set) => (set.length === 0 ? '(none)' : set.join(' + ')));
}

export function factorsTexts(factors: MatrixRow['factors']): readonly string[] {
  return factors.map((things) => (things.length === 0 ? 'nothing' : things.join(' + ')));
}

export function evidenceText(evidence: readonly string[]): string {
  return evidence.length === 0 ? 'nothing' : evidence.join(' + ');
}

export function byRoles<Row extends Pick<MatrixRow, 'roles'>>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const roles = rolesTexts(row.roles).join(', ');
    groups.set(roles, [...(groups.get(roles) ?? []), row]);
  }
  return groups;
}
