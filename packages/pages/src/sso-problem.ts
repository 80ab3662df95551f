import { sentenceFor } from './parts/words.ts';
import { words } from './words.ts';

/** The words for `?problem=CODE` after a return from a provider. */
export function wordsForProblem(code: string): string {
  return sentenceFor(words.problems.sso, code) ?? words.problems.ssoOther;
}
