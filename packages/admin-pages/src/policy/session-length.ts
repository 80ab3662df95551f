import type { PolicyDocument } from '@sallyport/browser';
import { words } from '../words.ts';
import { secondsOf, spanOf } from './duration.ts';

/** The defaults of core's `sessionLimits`. */
const DEFAULTS = {
  baseline: { absolute: '30d', idle: '30d' },
  enhanced: { absolute: '24h', idle: '1h' },
} as const;

/** A sentence about how long people stay signed in at a strength. A role with a stronger requirement has shorter limits. */
export function sessionLength(strength: keyof typeof DEFAULTS, policy: PolicyDocument | undefined): string {
  const { absolute, idle }: { readonly absolute?: unknown; readonly idle?: unknown } = Object(policy?.['session']);
  const longest = String(absolute ?? DEFAULTS[strength].absolute);
  const silent = String(idle ?? DEFAULTS[strength].idle);
  return secondsOf(silent) < secondsOf(longest)
    ? words.policy.lastsInUse(spanOf(longest), spanOf(silent))
    : words.policy.lasts(spanOf(longest));
}
