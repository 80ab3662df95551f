import type { Milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import { INDEPENDENT } from './mailbox.ts';
import type { MatchedPatterns } from './matched-patterns.ts';
import { matchedBySso, type PatternIndex } from './pattern-index.ts';
import type { ProviderAssertion } from './provider-assertion.ts';

/** What a provider reported about a sign-in, and when. */
export interface ProviderReport extends ProviderAssertion {
  /** When the provider reported this last, as the server saw it. */
  readonly at: Instant;
  /** When the provider reported this first, as far as it is known. Absent in older records: unknown. */
  readonly firstAt?: Instant;
}

/** What is known of an identity from its provider. */
export interface Reported {
  /** What the provider reported last. */
  readonly said?: ProviderAssertion;
  /** The kept reports, in any order. */
  readonly reported?: readonly ProviderReport[];
}

export const MOST_REPORTS = 10;
/** A single report has at most 10,200 characters. */
export const LONGEST_REPORTS = 12_000;
/** Milliseconds, so that a sign-in seldom writes for the date alone. */
const DATED_ANEW_AFTER = 3_600_000;

/**
 * The reports that count beside the provider's last one: those of the last `within` milliseconds. A date after `now` comes from a wrong clock, and
 * counts as `now`.
 */
export function reportsWithin(
  reports: readonly ProviderReport[],
  now: Instant,
  within: Milliseconds,
): readonly ProviderAssertion[] {
  return reports.filter(({ at }) => now - at <= within).map(({ acr, amr }) => ({ acr, amr }));
}

/** When the first of the reports that count now counts no more. `undefined`: none counts. */
export function reportsUntil(
  reports: readonly ProviderReport[],
  now: Instant,
  within: Milliseconds,
): Instant | undefined {
  const ends = reports.map(({ at }) => at + within + 1).filter((end) => end > now);
  return ends.length === 0 ? undefined : instant(Math.min(...ends));
}

/** What was known of the identity before an instant. A report counts as earlier if the provider made it before for the first time, or if that is unknown. */
export function reportedBefore({ said, reported = [] }: Reported, before: Instant): Reported {
  const earlier = reported.filter((one) => firstOf(one) < before);
  const isEarlier = said !== undefined && (reported.length === 0 || earlier.some((one) => saysAsMuch(one, said)));
  return { ...(isEarlier && { said }), ...(earlier.length > 0 && { reported: earlier }) };
}

/**
 * The reports to keep after a new report. A report goes if the new report has the same class and methods, or more, and the provider made the new report no
 * later for the first time: no policy can count the old report for more. Above `MOST_REPORTS` or `LONGEST_REPORTS`, a report goes first that this policy counts for no more than a later report, best if also for
 * no more than an earlier one, and then the oldest report. Age alone does not decide: somebody with one factor at a provider can sign in there with many classes, and every report is weak.
 *
 * @param reports the kept reports of the identity, in any order
 * @param report the new report. Its `firstAt` counts if no kept report is the same. A report without `acr` and `amr` is not kept
 * @returns the same list if nothing changes
 */
export function reportsAfter(
  policy: { readonly patternIndex: PatternIndex },
  provider: string,
  reports: readonly ProviderReport[],
  report: ProviderReport,
): readonly ProviderReport[] {
  const { at: now } = report;
  const isNew = !isEmpty(report) && !reports.some((one) => isSame(one, report) && isOfNow(one, now));
  const isDatedWrong = reports.some(({ at }) => at > now);
  if (!isNew && !isDatedWrong) return reports;
  const dated = reports.map((one) => datedUntil(one, now));
  if (!isNew) return dated;
  const same = dated.find((one) => isSame(one, report));
  const added = wordsOf(report, same === undefined ? (report.firstAt ?? now) : same.firstAt);
  const isCovered = (one: ProviderReport): boolean => saysAsMuch(added, one) && firstOf(added) <= firstOf(one);
  return fewest(policy, provider, [...dated.filter((one) => !isCovered(one)), added]);
}

function datedUntil(report: ProviderReport, now: Instant): ProviderReport {
  const { at, firstAt } = report;
  if (at <= now) return report;
  return { ...report, at: now, ...(firstAt !== undefined && firstAt > now && { firstAt: now }) };
}

function firstOf({ firstAt }: ProviderReport): number {
  return firstAt ?? 0;
}

/** The report then matches every pattern of the other report, under every policy. */
function saysAsMuch(report: ProviderAssertion, { acr, amr = [] }: ProviderAssertion): boolean {
  return (acr === undefined || acr === report.acr) && amr.every((word) => report.amr?.includes(word) === true);
}

function isSame(one: ProviderAssertion, other: ProviderAssertion): boolean {
  return saysAsMuch(one, other) && saysAsMuch(other, one);
}

function isOfNow({ at }: ProviderReport, now: Instant): boolean {
  return at <= now && now - at < DATED_ANEW_AFTER;
}

function isEmpty({ acr, amr = [] }: ProviderAssertion): boolean {
  return acr === undefined && amr.length === 0;
}

function wordsOf({ at, acr, amr = [] }: ProviderReport, firstAt: Instant | undefined): ProviderReport {
  const dates = firstAt === undefined ? { at } : { at, firstAt };
  return { ...dates, ...(acr !== undefined && { acr }), ...(amr.length > 0 && { amr: [...new Set(amr)] }) };
}

function fewest(
  { patternIndex }: { readonly patternIndex: PatternIndex },
  provider: string,
  reports: readonly ProviderReport[],
): readonly ProviderReport[] {
  const matched = (report: ProviderAssertion): MatchedPatterns =>
    matchedBySso(patternIndex, provider, report, INDEPENDENT);
  const left = [...reports].sort((one, other) => one.at - other.at);
  while (left.length > MOST_REPORTS || lengthOf(left) > LONGEST_REPORTS) {
    const countsFor = (one: ProviderReport, others: readonly ProviderReport[]): boolean =>
      others.some((other) => (matched(one) & matched(other)) === matched(one));
    const isSpare = (one: ProviderReport): boolean => countsFor(one, left.slice(left.indexOf(one) + 1));
    // Otherwise many different reports of a thief's sign-ins push out the owner's earlier reports.
    const isBetween = (one: ProviderReport): boolean =>
      isSpare(one) &&
      countsFor(
        one,
        left.filter((other) => firstOf(other) < firstOf(one)),
      );
    const between = left.findIndex(isBetween);
    left.splice(Math.max(between === -1 ? left.findIndex(isSpare) : between, 0), 1);
  }
  return left;
}

function lengthOf(reports: readonly ProviderReport[]): number {
  return reports.reduce((length, { acr = '', amr = [] }) => length + acr.length + amr.join('').length, 0);
}
