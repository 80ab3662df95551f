import { ANY_CODE, BUILT_IN } from './built-in.ts';
import {
  ALL_METHODS,
  type DeliveredCode,
  isHostCode,
  type Method,
  type MethodMask,
  methodBit,
  ONLY_WAYS_IN,
} from './method.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';
import {
  type Combination,
  type EvidencePattern,
  methodNames,
  type SsoPattern,
  type StrengthDefinition,
} from './pattern.ts';
import type { ProviderInput } from './provider.ts';
import type { StrengthName } from './strength-name.ts';

/** A strength ready to be asked: every pattern is a bit. */
export interface CompiledStrength {
  readonly name: StrengthName;
  readonly combinations: readonly CompiledCombination[];
  /** The methods of each combination of what the host brings, for words and for lists. */
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

/** As many as a small integer has bits. */
export const MAX_PATTERNS = 31;
export const MAX_STRENGTHS = 30;

export interface CompiledStrengths {
  readonly strengths: readonly CompiledStrength[];
  readonly patterns: readonly PatternBit[];
}

/** What there is to satisfy strengths with. */
export interface Brought {
  readonly methods: MethodMask;
  readonly codes: readonly DeliveredCode[];
  /** By the names that policies use; absent if nobody said. */
  readonly providers?: readonly string[];
}

/** If nobody says what the host brings: all that is built in, and the codes that are named. */
const EVERYTHING: Brought = { methods: ALL_METHODS, codes: [] };

/** Gives every distinct pattern of every strength a bit. Throws `RangeError` if there are more than {@link MAX_PATTERNS}. */
export function compileStrengths(
  custom: Readonly<Record<string, StrengthDefinition>>,
  providers: Readonly<Record<string, ProviderInput>>,
  brought: Brought = EVERYTHING,
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
      const withCode = source.some(({ method }) => PROVES_MAILBOX.has(method));
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
        hasOtherPrimary: source.some(({ method }) => (methodBit(method) & ONLY_WAYS_IN) !== 0),
        source,
      };
    });
  const compile = (name: StrengthName, definition: StrengthDefinition): CompiledStrength => {
    const combinations = compileCombinations(name, definition);
    return { name, combinations, satisfiedBy: combinations.flatMap(({ source }) => broughtOf(source, brought)) };
  };
  const strengths = [
    ...Object.entries(BUILT_IN).map(([name, definition]) => compile(name, definition)),
    ...Object.entries(custom).map(([name, definition]) => compile(name, definition)),
  ];
  return { strengths, patterns: [...patterns.values()] };
}

const PROVES_MAILBOX: ReadonlySet<string> = new Set(
  BUILT_IN_METHODS.filter(({ provesMailbox }) => provesMailbox).map(({ name }) => name),
);

/** The methods of a combination, once for each code that it can mean; none if it needs what the host does not bring. */
function broughtOf(source: Combination, { methods, codes }: Brought): readonly (readonly Method[])[] {
  const names = methodNames(source);
  const lists = names.includes(ANY_CODE)
    ? codes.map((code) => names.map((name) => (name === ANY_CODE ? code : name)))
    : [names];
  const isBrought = (name: Method): boolean =>
    isHostCode(name) ? codes.includes(name) : (methods & methodBit(name)) !== 0;
  return lists.filter((list) => list.every(isBrought));
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
