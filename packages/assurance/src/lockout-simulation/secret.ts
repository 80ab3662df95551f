import { BUILT_IN_METHODS, type Guessable } from '@sallyport/core';

/**
 * How many of the people an attacker finds who tries the most common passwords first: power laws, joined at the given numbers of guesses.
 * From `guesses` on, until the next piece begins, the share of people is `share · (k / guesses) ^ slope` after `k` guesses. Before the
 * first piece its own law holds.
 */
export type GuessCurve = readonly GuessPiece[];

/** A piece of a {@link GuessCurve}. */
export interface GuessPiece {
  /** The number of guesses at which the piece begins, from 1. */
  readonly guesses: number;
  /** The share of people whose password is among these guesses, from 0 to 1. */
  readonly share: number;
  /** The exponent of the power law from here on, above 0 and below 1. */
  readonly slope: number;
}

/**
 * J. Bonneau, “The science of guessing”, IEEE S&P 2012: the row of all Yahoo! users. Below ten guesses the law is too low. `λ̃₁₀` is 9.1 bits: ten
 * guesses find `10 / 2^9.1` = 1.82 % of people.
 * `G̃₀.₂₅` is 17.6 bits, `G̃₀.₅` 21.6 bits.
 */
const YAHOO: GuessCurve = throughPoints([
  [10, 10 / 2 ** 9.1],
  [0.25 * 2 ** 17.6, 0.25],
  [0.5 * 2 ** 21.6, 0.5],
]);

/** D. Wang et al., “Zipf's law in passwords”, IEEE TIFS 12 (2017): CDF-Zipf `F(k) = C' · k^s'` for the Tianya leak. */
const TIANYA: GuessCurve = [{ guesses: 1, share: 0.062239, slope: 0.155478 }];

/** The published guess curves, by the paper. */
export const GUESS_CURVES: Readonly<Record<'bonneau-2012' | 'wang-2017', GuessCurve>> = {
  'bonneau-2012': YAHOO,
  'wang-2017': TIANYA,
};

/** The secret that an attacker guesses. */
export type GuessedSecret =
  /** A password that a person chose. Every guess is another password. */
  | {
      readonly kind: 'chosen';
      readonly curve: GuessCurve;
      /**
       * The number of most common passwords that the host refuses. A person whose password is refused chooses another password by the same curve.
       * Default 0.
       */
      readonly refused?: number;
    }
  /** A code. Every guess hits with this probability. */
  | { readonly kind: 'random'; readonly hit: number };

type BuiltIn = (typeof BUILT_IN_METHODS)[number];

/** A method whose secret a guess can hit. */
export type GuessedMethod = Extract<BuiltIn, Guessable>;

/** The methods whose secrets a guess can hit, with the odds. */
export const GUESSED_METHODS: readonly GuessedMethod[] = BUILT_IN_METHODS.filter(isGuessed);

function isGuessed(method: BuiltIn): method is GuessedMethod {
  return 'odds' in method;
}

/** The probability that one guess hits a code of Sallyport, as the method's descriptor states it. */
export const CODE_HITS: Readonly<Record<GuessedMethod['name'], number>> = Object.fromEntries(
  GUESSED_METHODS.map(({ name, odds }) => [name, odds.hit]),
) as Record<GuessedMethod['name'], number>;

/** The probability, from 0 to 1, that so many guesses contain the secret. The number of guesses may be a mean, such as 12.5. */
export function chanceAfter(secret: GuessedSecret, guesses: number): number {
  // 1 - (1 - hit)^guesses, without losing the digits of a small `hit`.
  if (secret.kind === 'random') return -Math.expm1(guesses * Math.log1p(-secret.hit));
  const { curve, refused = 0 } = secret;
  const lost = shareAfter(curve, refused);
  return lost >= 1 ? 0 : (shareAfter(curve, refused + guesses) - lost) / (1 - lost);
}

function shareAfter(curve: GuessCurve, guesses: number): number {
  const piece = curve.findLast(({ guesses: from }) => from <= guesses) ?? curve[0];
  if (piece === undefined || guesses <= 0) return 0;
  return Math.min(1, piece.share * (guesses / piece.guesses) ** piece.slope);
}

function throughPoints(points: readonly (readonly [guesses: number, share: number])[]): GuessCurve {
  return points.slice(0, -1).map(([guesses, share], place) => {
    const [nextGuesses, nextShare] = points[place + 1] ?? [guesses, share];
    return { guesses, share, slope: Math.log(nextShare / share) / Math.log(nextGuesses / guesses) };
  });
}
