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

/** A compiled strength: every pattern is a bit. */
export interface CompiledStrength {
  readonly name: StrengthName;
  readonly combinations: readonly CompiledCombination[];
  /** The methods of each combination that the host can offer, for messages and lists. */
  readonly satisfiedBy: readonly (readonly Method[])[];
}

export interface CompiledCombination {
  /** One bit per pattern; a pattern that occurs twice has its bit twice. */
  readonly bits: readonly number[];
  /** The union of `bits`. */
  readonly mask: number;
  /**
   * Two of the patterns ask for the same method, so a single proof could match both. The mask alone cannot decide such a
   * combination.
   */
  readonly overlaps: boolean;
  /** The combination contains a way in other than a passkey. */
  readonly hasOtherWayIn: boolean;
  readonly source: Combination;
}

/** The built-in strengths, the weakest first, and then the tenant's own strengths. */
export type StrengthList = readonly [
  single: CompiledStrength,
  baseline: CompiledStrength,
  enhanced: CompiledStrength,
  phishingResistant: CompiledStrength,
  ...custom: CompiledStrength[],
];

/** A pattern of the policy and its bit. */
export interface PatternBit {
  readonly pattern: CompiledPattern;
  readonly bit: number;
}

/**
 * The meaning of a bit. `evidence` is a pattern of the policy. `independent` is a pattern beside an email code, or beside another proof that
 * may rest on the mailbox: the proof must not rest on the mailbox (N12). At `baseline` a password that was set through the mailbox is
 * accepted, unless the policy says otherwise.
 */
export type CompiledPattern =
  | { readonly kind: 'evidence'; readonly pattern: EvidencePattern }
  | { readonly kind: 'independent'; readonly pattern: EvidencePattern; readonly atBaseline: boolean };

/** With bit 31 a mask would be negative. */
export const MAX_PATTERNS = 31;
export const MAX_STRENGTHS = 30;

export interface CompiledStrengths {
  readonly strengths: StrengthList;
  readonly patterns: readonly PatternBit[];
}

export interface Brought {
  readonly methods: MethodMask;
  readonly codes: readonly DeliveredCode[];
  /** Absent if unknown. */
  readonly providers?: readonly string[];
}

const EVERYTHING: Brought = { methods: ALL_METHODS, codes: [] };

export function compileStrengths(
  custom: Readonly<Record<string, StrengthDefinition>>,
  providers: Readonly<Record<string, ProviderInput<string>>>,
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
  const compileCombinations = (name: StrengthName, sources: readonly Combination[]): CompiledCombination[] =>
    sources.flatMap((source) =>
      independences(source).map((independent) => {
        const bits = source.map((pattern) =>
          bitOf(
            independent.includes(pattern)
              ? { kind: 'independent', pattern, atBaseline: name === 'baseline' }
              : { kind: 'evidence', pattern },
          ),
        );
        return {
          bits,
          mask: bits.reduce((mask, bit) => mask | bit, 0),
          overlaps: source.some((pattern, place) =>
            source.slice(place + 1).some((other) => other.method === pattern.method),
          ),
          hasOtherWayIn: source.some(({ method }) => (methodBit(method) & ONLY_WAYS_IN) !== 0),
          source,
        };
      }),
    );
  const compile = (name: StrengthName, definition: StrengthDefinition): CompiledStrength => {
    const sources = [...definition.anyOf, ...trusted(name, providers)];
    const satisfiedBy = sources.flatMap((source) => methodLists(source, brought));
    return { name, combinations: compileCombinations(name, sources), satisfiedBy };
  };
  const strengths: StrengthList = [
    compile('single', BUILT_IN.single),
    compile('baseline', BUILT_IN.baseline),
    compile('enhanced', BUILT_IN.enhanced),
    compile('phishing-resistant', BUILT_IN['phishing-resistant']),
    ...Object.entries(custom).map(([name, definition]) => compile(name, definition)),
  ];
  if (strengths.length > MAX_STRENGTHS) throw new RangeError(`more than ${MAX_STRENGTHS} strengths`);
  return { strengths, patterns: [...patterns.values()] };
}

const PROVES_MAILBOX: ReadonlySet<string> = new Set(
  BUILT_IN_METHODS.filter(({ provesMailbox }) => provesMailbox).map(({ name }) => name),
);

/** At most one proof of a combination rests on the mailbox (N12). */
function independences(source: Combination): readonly (readonly EvidencePattern[])[] {
  const mayRest = source.filter(({ method }) => method === 'password' || method === 'sso');
  if (source.some(({ method }) => PROVES_MAILBOX.has(method))) return [mayRest];
  return mayRest.length < 2 ? [[]] : mayRest.map((rests) => mayRest.filter((pattern) => pattern !== rests));
}

/** Empty if the host lacks a method of the combination. */
function methodLists(source: Combination, { methods, codes }: Brought): readonly (readonly Method[])[] {
  const names = methodNames(source);
  const lists = names.includes(ANY_CODE)
    ? codes.map((code) => names.map((name) => (name === ANY_CODE ? code : name)))
    : [names];
  const isConfigured = (name: Method): boolean =>
    isHostCode(name) ? codes.includes(name) : (methods & methodBit(name)) !== 0;
  return lists.filter((list) => list.every(isConfigured));
}

/** A custom strength implies no other strength. */
const IMPLIED: ReadonlyMap<StrengthName, readonly StrengthName[]> = new Map([
  ['phishing-resistant', ['phishing-resistant', 'enhanced', 'baseline']],
  ['enhanced', ['enhanced', 'baseline']],
]);

export function impliedByTrust(strength: StrengthName): readonly StrengthName[] {
  return IMPLIED.get(strength) ?? [strength];
}

function trusted(name: StrengthName, providers: Readonly<Record<string, ProviderInput<string>>>): Combination[] {
  return Object.entries(providers).flatMap(([provider, { trust }]) =>
    (trust ?? [])
      .filter(({ strength }) => impliedByTrust(strength).includes(name))
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

/** Equal patterns give the same text in any order of their members. */
function canonical(compiled: CompiledPattern): string {
  const members = Object.entries(compiled.pattern).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([compiled.kind, compiled.kind === 'independent' && compiled.atBaseline, members]);
}
