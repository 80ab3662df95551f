import type { PolicyDocument } from '@sallyport/browser';
import { secondsOf, spanOf } from './duration.ts';
import { limitInEffect, limitsFor, strengthTitle } from './strengths.ts';
import { words } from './words.ts';

/** A strength without limits of its own has limits by default. */
export function sessionText(policy: PolicyDocument, role: string | undefined): string {
  const { table } = words.policy;
  const { absolute, idle, most } = limitsFor(policy, role);
  return [
    spanOf(absolute),
    ...(idle === absolute ? [] : [table.idle(spanOf(idle))]),
    ...(most === undefined ? [] : [table.most(most)]),
  ].join(', ');
}

export function limitLeftOut(
  policy: PolicyDocument,
  role: string | undefined,
  member: 'idle' | 'absolute',
): string | undefined {
  const found = limitInEffect(policy, role, member);
  if (found === undefined) return undefined;
  const { time, source } = found;
  return typeof source === 'object'
    ? words.policy.limits.fromStrength(spanOf(time), strengthTitle(source.strength))
    : words.policy.rules.asEveryoneNeeds(spanOf(time));
}

export function limitWritten(
  policy: PolicyDocument,
  role: string | undefined,
  member: 'idle' | 'absolute',
  written: string,
): string {
  const found = limitInEffect(policy, role, member);
  return found?.source === 'everyone' && secondsOf(found.time) < secondsOf(written)
    ? words.policy.limits.shorter(spanOf(written), spanOf(found.time))
    : spanOf(written);
}
