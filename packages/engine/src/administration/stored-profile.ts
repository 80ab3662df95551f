import { createHash } from 'node:crypto';
import { type HostMethods, type Instant, instant, type Policy, reportsUntil } from '@sallyport/core';
import type { AccountProfile, AccountRecord } from '@sallyport/store';
import { codeUntil } from '../factors/open-code.ts';
import { codeOfAnother } from '../factors/standing-code.ts';
import { type Profile, profileOf } from './profile.ts';

/** Rises with every change of the contents of a profile. */
const FORMAT = 11;
/** Databases limit the length of a text in an index. */
const LONGEST = 1_500;
/** Milliseconds. A voucher can lose the right, and get it back, without a write of the account. */
const OTHERS_CODE_JUDGED_EVERY = 900_000;

/** @param counts as `standingCode` returns the account. The commit of an account asks nobody. */
export function storedProfile(
  policy: Policy,
  under: number,
  account: AccountRecord,
  now: Instant,
  counts: AccountRecord = account,
): AccountProfile {
  const profile = profileOf(policy, counts, now);
  let { roles } = profile;
  let text = textOf({ ...profile, roles });
  for (; text.length > LONGEST && roles.length > 0; text = textOf({ ...profile, roles })) roles = roles.slice(0, -1);
  const ends = [
    ...(account.enrollmentCode === undefined ? [] : [codeUntil(account.enrollmentCode, now)]),
    ...(codeOfAnother(account, now) === undefined ? [] : [instant(now + OTHERS_CODE_JUDGED_EVERY)]),
    ...(account.externalIds ?? []).map(({ reported = [] }) =>
      reportsUntil(reported, now, policy.providerStrengthWithin),
    ),
  ].filter((end) => end !== undefined);
  const until = ends.length === 0 ? undefined : instant(Math.min(...ends));
  return { text, policy: under, ...(until !== undefined && { until }) };
}

function textOf({ group, roles, factors, risks, blocked, invited, emergency, helped, notReadyFrom }: Profile): string {
  const flags = [Number(blocked), invited ?? '', Number(emergency), Number(helped), notReadyFrom ?? 0];
  const text = JSON.stringify([group, roles, factors, risks, ...flags]);
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function profileIn(text: string): Profile | undefined {
  try {
    const [group, roles, factors, risks, blocked, invited, emergency, helped, notReadyFrom] = JSON.parse(text);
    const facts = {
      blocked: blocked === 1,
      invited: invited || undefined,
      emergency: emergency === 1,
      helped: helped === 1,
      notReadyFrom: notReadyFrom === 0 ? undefined : instant(notReadyFrom),
    };
    return { group, roles, factors, risks, ...facts };
  } catch {
    return undefined;
  }
}

const known = new WeakMap<Policy, number>();

export function profilesUnder({ policy, version }: { policy: Policy; version: number }, host: HostMethods): number {
  const before = known.get(policy);
  if (before !== undefined) return before;
  const hash = createHash('sha256').update(
    JSON.stringify([FORMAT, version, policy.document, host, policy.begun?.since]),
  );
  const number = hash.digest().readUIntBE(0, 6);
  known.set(policy, number);
  return number;
}
