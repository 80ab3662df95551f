import { type EvidencePattern, isHostCode } from '@sallyport/core';
import {
  ANY_CODE,
  type CompiledCombination,
  type CompiledPattern,
  type CompiledStrength,
  type PatternBit,
} from '@sallyport/core/model';

export function strengthImplies(
  strength: CompiledStrength,
  other: CompiledStrength,
  patterns: readonly PatternBit[],
  otherPatterns: readonly PatternBit[] = patterns,
): boolean {
  return strength.combinations.every((combination) =>
    other.combinations.some((weaker) => combinationImplies(combination, weaker, patterns, otherPatterns)),
  );
}

function combinationImplies(
  combination: CompiledCombination,
  weaker: CompiledCombination,
  patterns: readonly PatternBit[],
  weakerPatterns: readonly PatternBit[] = patterns,
): boolean {
  if (combination.hasOtherWayIn && !weaker.hasOtherWayIn) return false;
  const asked = compiledPatterns(combination, patterns);
  const match = (rest: readonly CompiledPattern[], taken: ReadonlySet<number>): boolean => {
    const [first, ...others] = rest;
    if (first === undefined) return true;
    return asked.some(
      (pattern, place) =>
        !taken.has(place) && patternImplies(pattern, first) && match(others, new Set([...taken, place])),
    );
  };
  return match(compiledPatterns(weaker, weakerPatterns), new Set());
}

function compiledPatterns({ bits }: CompiledCombination, patterns: readonly PatternBit[]): CompiledPattern[] {
  return bits.flatMap((bit) => patterns.filter((pattern) => pattern.bit === bit).map(({ pattern }) => pattern));
}

function patternImplies(pattern: CompiledPattern, weaker: CompiledPattern): boolean {
  if (!evidenceImplies(pattern.pattern, weaker.pattern)) return false;
  if (weaker.kind === 'evidence') return true;
  return pattern.kind === 'independent' && (weaker.atBaseline || !pattern.atBaseline);
}

function evidenceImplies(pattern: EvidencePattern, weaker: EvidencePattern): boolean {
  if (pattern.method === 'passkey' && weaker.method === 'passkey') {
    return (
      (weaker.userVerified !== true || pattern.userVerified === true) &&
      (weaker.deviceBound !== true || pattern.deviceBound === true) &&
      (weaker.attested !== true || pattern.attested === true) &&
      isWithin(pattern.aaguid, weaker.aaguid)
    );
  }
  if (pattern.method === 'sso' && weaker.method === 'sso') {
    return (
      (weaker.provider === undefined || weaker.provider === pattern.provider) &&
      isWithin(pattern.acr, weaker.acr) &&
      (weaker.amr ?? []).every((method) => pattern.amr?.includes(method) === true)
    );
  }
  return pattern.method === weaker.method || (weaker.method === ANY_CODE && isHostCode(pattern.method));
}

/** An absent list allows every name. */
function isWithin(narrower: readonly string[] | undefined, wider: readonly string[] | undefined): boolean {
  return wider === undefined || (narrower?.every((name) => wider.includes(name)) ?? false);
}
