import type { PolicyDocument } from '@sallyport/browser';
import { spanOf } from './duration.ts';
import { limitsFor } from './strengths.ts';
import { words } from './words.ts';

/** The limits of a session that a policy gives to everyone, or to a role, in words. A strength without limits of its own has limits by default. */
export function sessionText(policy: PolicyDocument, role: string | undefined): string {
  const { table } = words.policy;
  const { absolute, idle, most } = limitsFor(policy, role);
  return [
    spanOf(absolute),
    ...(idle === absolute ? [] : [table.idle(spanOf(idle))]),
    ...(most === undefined ? [] : [table.most(most)]),
  ].join(', ');
}
