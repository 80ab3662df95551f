import type { Act, ActQuestion } from '@sallyport/core';
import type { ThreatWorld } from './host.ts';

export function isAllowed({ judge, policy, now }: ThreatWorld, act: Act, asked: Omit<ActQuestion, 'now'>): boolean {
  return judge(policy, act, { now, ...asked }).outcome === 'allowed';
}
