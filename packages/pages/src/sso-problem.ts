import { sentenceFor } from './parts/words.ts';
import { words } from './words.ts';

/** The words for `?problem=CODE` after a return from a provider. */
export function wordsForProblem(code: string): string {
  const { sso, byCode, ssoOther } = words.problems;
  return sentenceFor(sso, code) ?? sentenceFor(byCode, code) ?? ssoOther;
}
