import type { AccountFactors } from '@sallyport/core';
import { factorsOfWords, WordError } from '@sallyport/core/analysis';
import { CliError } from '../terminal/cli-error.ts';

/**
 * Reads an account's factors from the words of `--factors`.
 *
 * @throws CliError if a word is not a factor
 */
export function factorsOf(words: readonly string[]): AccountFactors {
  try {
    return factorsOfWords(words);
  } catch (error) {
    if (error instanceof WordError) throw new CliError('usage', `--factors: ${error.message}`, { cause: error });
    throw error;
  }
}
