import type { StrengthName } from '../decision/decision.ts';
import { BUILT_IN } from './built-in.ts';
import type { Method } from './method.ts';
import {
  type Combination,
  type EvidencePattern,
  methodNames,
  type SsoPattern,
  type StrengthDefinition,
} from './pattern.ts';
import type { ProviderInput } from './provider.ts';

/** A strength ready to be asked: every pattern is a bit. */
export interface CompiledStrength {
  readonly name: StrengthName;
  readonly combinations: readonly CompiledCombination[];
  /** The methods of each combination, for words and for lists. */
  readonly satisfiedBy: readonly (readonly Method[])[];
}

export interface CompiledCombination {
  /** The bit of each of its patterns; two equal patterns stand twice. */
  readonly bits: readonly number[];
  /** All of them together. */
  readonly mask: number;
  /** One piece of evidence could match two of its patterns, so that a look at the mask is not enough. */
  readonly overlaps: boolean;
  /** It holds a way in other than a passkey. */
  readonly hasOtherPrimary: boolean;
  readonly source: Combination;
}

/** One kind of pattern the policy knows, with the bit that stands for it. */
export interface PatternBit {
  readonly pattern: CompiledPattern;
  readonly bit: number;
}

/**
 * What a bit stands for: a pattern of the policy, or the same beside an email code, if it must not rest on the mailbox
 * that the code goes to (N12). Baseline forgives a password that does, unless the policy says otherwise.
 */
export type CompiledPattern =
  | { readonly kind: 'evidence'; readonly pattern: EvidencePattern }
  | { readonly kind: 'with-email-code'; readonly pattern: EvidencePattern; readonly atBaseline: boolean };

export const MAX_PATTERNS = 30;
export const MAX_STRENGTHS = 30;

export interface CompiledStrengths {
  readonly strengths: readonly CompiledStrength[];
  readonly patterns: readonly PatternBit[];
}

/** Gives every distinct pattern of every strength a bit. Throws `RangeError` if there are more than {@link MAX_PATTERNS}. */
export function compileStrengths(
  custom: Readonly<Record<string, StrengthDefinition>>,
  providers: Readonly<Record<string, ProviderInput>>,
): CompiledStrengths {
  const patterns = new Map<string, PatternBit>();
  const bitOf = (pattern: CompiledPattern): number => {
    const key = canonical(pattern);
    const known = patterns.get(key);
    if (known !== undefined) return known.bit;
    if (patterns.size >= MAX_PATTERNS) throw new RangeError(`more than ${MAX_PATTERNS} different patterns`);
    const bit = 1 << patterns.size;
    patterns.set(key, { pattern, bit });
    return bit;
  };
  const compileCombinations = (name: StrengthName, definition: StrengthDefinition): CompiledCombination[] =>
    [...definition.anyOf, ...trusted(name, providers)].map((source) => {
      const withCode = source.some(({ method }) => method === 'email-code');
      const bits = source.map((pattern) =>
        bitOf(
          withCode && (pattern.method === 'password' || pattern.method === 'sso')
            ? { kind: 'with-email-code', pattern, atBaseline: name === 'baseline' }
            : { kind: 'evidence', pattern },
        ),
      );
      return {
        bits,
        mask: bits.reduce((mask, bit) => mask | bit, 0),
        overlaps: source.some((pattern, place) =>
          source.slice(place + 1).some((other) => other.method === pattern.method),
        ),
        hasOtherPrimary: source.some(({ method }) => method === 'password' || method === 'ldap' || method === 'sso'),
        source,
      };
    });
  const compile = (name: StrengthName, definition: StrengthDefinition): CompiledStrength => {
    const combinations = compileCombinations(name, definition);
    return { name, combinations, satisfiedBy: combinations.map(({ source }) => methodNames(source)) };
  };
  const strengths = [
    ...Object.entries(BUILT_IN).map(([name, definition]) => compile(name, definition)),
    ...Object.entries(custom).map(([name, definition]) => compile(name, definition)),
  ];
  return { strengths, patterns: [...patterns.values()] };
}

/** What a provider trusted for a built-in strength is trusted for besides. A strength of the policy's own implies no other. */
const IMPLIED: ReadonlyMap<StrengthName, readonly StrengthName[]> = new Map([
  ['phishing-resistant', ['phishing-resistant', 'enhanced', 'baseline']],
  ['enhanced', ['enhanced', 'baseline']],
]);

/** The combinations that a strength gains because the policy trusts a provider's word for it, or for a stronger built-in. */
function trusted(name: StrengthName, providers: Readonly<Record<string, ProviderInput>>): Combination[] {
  return Object.entries(providers).flatMap(([provider, { trust }]) =>
    (trust ?? [])
      .filter(({ strength }) => (IMPLIED.get(strength) ?? [strength]).includes(name))
      .map(({ acr, amr }): Combination => {
        const pattern: SsoPattern = {
          method: 'sso',
          provider,
          acr: acr === undefined ? undefined : [acr],
          amr,
        };
        return [pattern];
      }),
  );
}

/** One text for equal patterns, whatever the order of their members. */
function canonical(compiled: CompiledPattern): string {
  const members = Object.entries(compiled.pattern).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([compiled.kind, compiled.kind === 'with-email-code' && compiled.atBaseline, members]);
}
