import type { BuiltInStrength } from './strength-name.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** In milliseconds. Source: NIST SP 800-63B-4 §2.1.3, §2.2.3 and §2.3.3. */
export const STRENGTH_LIFETIMES: Readonly<
  Record<BuiltInStrength, { readonly absolute: number; readonly idle: number }>
> = {
  single: { absolute: 30 * DAY, idle: 30 * DAY },
  baseline: { absolute: 30 * DAY, idle: 30 * DAY },
  enhanced: { absolute: 24 * HOUR, idle: HOUR },
  'phishing-resistant': { absolute: 12 * HOUR, idle: 15 * MINUTE },
};
