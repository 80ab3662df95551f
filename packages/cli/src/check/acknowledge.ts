import type { AcknowledgedInput, Instant } from '@sallyport/core';
import type { AcceptedFinding, CheckFinding } from './report.ts';

export interface Acknowledged {
  /** Findings that count, also those that were accepted until a day that is over. */
  readonly findings: readonly CheckFinding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly unneeded: readonly AcknowledgedInput[];
}

/**
 * Takes the accepted findings out. A finding about several kinds of accounts is accepted if every kind is.
 *
 * @param canFind whether the analysis could find this code: some findings take an option
 */
export function acknowledge(
  found: readonly CheckFinding[],
  entries: readonly AcknowledgedInput[],
  { now, canFind }: { readonly now: Instant; readonly canFind: (code: string) => boolean },
): Acknowledged {
  const today = new Date(now).toISOString().slice(0, 10);
  const live = entries.filter(({ until }) => until >= today);
  const over = entries.filter(({ until }) => until < today);
  const findings: CheckFinding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const finding of found) {
    const [entry] = covering(finding, live);
    const [lapsed] = covering(finding, over);
    if (entry !== undefined) accepted.push({ ...finding, reason: entry.reason, until: entry.until });
    else findings.push(lapsed === undefined ? finding : { ...finding, acceptedUntil: lapsed.until });
  }
  const unneeded = entries.filter((entry) => canFind(entry.code) && !found.some((finding) => isAbout(finding, entry)));
  return { findings, accepted, unneeded };
}

/** The entries that accept the finding, the one that ends first before the others. Empty if a kind of account is left over. */
function covering(finding: CheckFinding, entries: readonly AcknowledgedInput[]): readonly AcknowledgedInput[] {
  const about = entries.filter((entry) => isAbout(finding, entry));
  const whole = about.filter(({ role }) => role === undefined || isOfRule(finding, role));
  if (whole.length > 0) return whole.toSorted(byDay);
  const { roles = [] } = finding;
  const isCovered = roles.every((set) => about.some(({ role = '' }) => set.includes(role)));
  return isCovered ? about.toSorted(byDay) : [];
}

function byDay(a: AcknowledgedInput, b: AcknowledgedInput): number {
  return a.until < b.until ? -1 : Number(a.until > b.until);
}

function isAbout(finding: CheckFinding, { code, role }: AcknowledgedInput): boolean {
  if (finding.code !== code) return false;
  return role === undefined || isOfRule(finding, role) || finding.roles?.some((set) => set.includes(role)) === true;
}

/** A role's name may have dots. */
function isOfRule({ path = '' }: CheckFinding, role: string): boolean {
  return path === `roles.${role}` || path.startsWith(`roles.${role}.`);
}
