import type { PolicyDocument } from '@sallyport/browser';
import { sentenceFor } from '@sallyport/pages/parts';
import { placeOf, STEPS } from './built-in-strengths.ts';
import { readAt, recordOf } from './document.ts';
import { secondsOf } from './duration.ts';
import { words } from './words.ts';

export function strengthTitle(strength: unknown): string {
  return sentenceFor(words.policy.steps, String(strength)) ?? String(strength);
}

export function everyoneNeeds(policy: PolicyDocument): string {
  return String(policy['requiredStrength'] ?? 'baseline');
}

/** The additions of a rule that have begun by the clock of the browser. */
function begun(rule: PolicyDocument): readonly PolicyDocument[] {
  const later = Array.isArray(rule['later']) ? rule['later'].map(recordOf) : [];
  return later.filter(({ from }) => Date.parse(String(from)) <= Date.now());
}

export function isBelowEveryone(policy: PolicyDocument, own: unknown): boolean {
  const [place, everyone] = [placeOf(String(own)), placeOf(everyoneNeeds(policy))];
  return place >= 0 && place < everyone;
}

/** The stricter of both rules. `undefined`: a strength of the policy's own counts beside another. */
export function strengthInEffect(policy: PolicyDocument, role: string | undefined): string | undefined {
  const everyone = everyoneNeeds(policy);
  const own = role === undefined ? undefined : readAt(policy, ['roles', role, 'requiredStrength']);
  if (own === undefined || own === everyone) return everyone;
  const places = [placeOf(everyone), placeOf(own)];
  return places.includes(-1) ? undefined : STEPS[Math.max(...places)];
}

/** An absent `most` is no limit. */
export interface Limits {
  readonly absolute: string;
  readonly idle: string;
  readonly most?: number;
}

const DEFAULTS: Readonly<Record<string, Limits>> = {
  single: { absolute: '30d', idle: '30d' },
  baseline: { absolute: '30d', idle: '30d' },
  enhanced: { absolute: '24h', idle: '1h' },
  'phishing-resistant': { absolute: '12h', idle: '15m' },
};

/** The shortest of both rules, as core's `sessionLimits`. Not for a strength of the policy's own, whose limits depend on the proof. */
export function limitsFor(policy: PolicyDocument, role?: string): Limits {
  const rule = role === undefined ? {} : recordOf(readAt(policy, ['roles', role]));
  const all = [
    limitsOf(policy, everyoneNeeds(policy)),
    limitsOf(rule, rule['requiredStrength']),
    ...[...begun(policy), ...begun(rule)].map((added) => limitsOf(added, added['requiredStrength'])),
  ];
  const absolute = all.map((limits) => limits.absolute).reduce(shorter) ?? '30d';
  const most = Math.min(...all.map((limits) => limits.most ?? Number.POSITIVE_INFINITY));
  const idle = [...all.map((limits) => limits.idle), absolute].reduce(shorter) ?? absolute;
  return { absolute, idle, ...(Number.isFinite(most) ? { most } : {}) };
}

export interface LimitInEffect {
  readonly time: string;
  /** `rule`: written. `everyone`: everyone's. Otherwise the strength that brings the limit. */
  readonly source: 'rule' | 'everyone' | { readonly strength: string };
}

export function limitInEffect(
  policy: PolicyDocument,
  role: string | undefined,
  member: 'idle' | 'absolute',
): LimitInEffect | undefined {
  const rule = role === undefined ? policy : recordOf(readAt(policy, ['roles', role]));
  const strength = role === undefined ? everyoneNeeds(policy) : rule['requiredStrength'];
  const isWritten = typeof recordOf(rule['session'])[member] === 'string';
  const own = limitsOf(rule, strength)[member];
  if (own === undefined && strength !== undefined) return undefined;
  const ownLimit: LimitInEffect | undefined =
    own === undefined ? undefined : { time: own, source: isWritten ? 'rule' : { strength: String(strength) } };
  if (role === undefined) return ownLimit;
  const everyone = limitsOf(policy, everyoneNeeds(policy))[member];
  if (everyone === undefined) return isWritten ? ownLimit : undefined;
  const ahead = ownLimit === undefined ? 0 : secondsOf(everyone) - secondsOf(ownLimit.time);
  return ownLimit !== undefined && (ahead > 0 || (ahead === 0 && isWritten))
    ? ownLimit
    : { time: everyone, source: 'everyone' };
}

function limitsOf(rule: PolicyDocument, strength: unknown): Partial<Limits> {
  const { idle, absolute, most } = recordOf(rule['session']);
  const byDefault = DEFAULTS[String(strength)];
  return {
    idle: typeof idle === 'string' ? idle : byDefault?.idle,
    absolute: typeof absolute === 'string' ? absolute : byDefault?.absolute,
    most: typeof most === 'number' ? most : undefined,
  } as Partial<Limits>;
}

function shorter(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return secondsOf(other) < secondsOf(one) ? other : one;
}
