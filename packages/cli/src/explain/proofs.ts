import { type AccountFactors, type Evidence, instant, parseDuration } from '@sallyport/core';
import { proofOfWord, WordError } from '@sallyport/core/analysis';
import { CliError } from '../terminal/cli-error.ts';

/** The time of the question. Proofs are at or before this time. */
export const NOW: Evidence['at'] = instant(0);

/**
 * Reads proofs from the words of `--proved`. A suffix such as `@20m` is the age of a proof.
 *
 * @throws CliError if a word is not a proof, or the account lacks the factor
 */
export function proofsOf(words: readonly string[], factors: AccountFactors): readonly Evidence[] {
  return words.map((written) => {
    const { text, at } = agedOf(written);
    try {
      return proofOfWord(text, factors, at);
    } catch (error) {
      if (!(error instanceof WordError)) throw error;
      const { message, lacking } = error;
      throw new CliError(
        'usage',
        lacking === undefined
          ? `--proved: ${message}`
          : `--proved '${text}': the account has none; add '${lacking}' to --factors`,
        { cause: error },
      );
    }
  });
}

/** Splits `totp@20m` into the proof and its time. */
function agedOf(written: string): { readonly text: string; readonly at: Evidence['at'] } {
  const place = written.lastIndexOf('@');
  if (place === -1) return { text: written, at: NOW };
  const age = parseDuration(written.slice(place + 1));
  if (age === undefined) throw new CliError('usage', `--proved: '${written}' ends in no time, such as '@20m'`);
  return { text: written.slice(0, place), at: instant(NOW - age) };
}
