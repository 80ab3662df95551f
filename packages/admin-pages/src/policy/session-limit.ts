import type { PolicyDocument } from '@sallyport/browser';
import { readAt } from './document.ts';
import { limitsFor } from './strengths.ts';

/**
 * The most sessions of an account with these roles, if the policy refuses one more than that and as many are open. Returns `undefined` if a new
 * session has room, or ends an older one. The rules of everyone and of each role join as in core's `joinSessions`.
 */
export function fullWith(policy: PolicyDocument, roles: readonly string[], open: number): number | undefined {
  const refuses = [[], ...roles.map((role) => ['roles', role])].some(
    (rule) => readAt(policy, [...rule, 'session', 'beyond']) === 'refuse',
  );
  const limits = [undefined, ...roles].map((role) => limitsFor(policy, role).most ?? Number.POSITIVE_INFINITY);
  const most = Math.min(...limits);
  return refuses && open >= most ? most : undefined;
}
