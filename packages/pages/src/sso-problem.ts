import { sentenceFor } from './parts/words.ts';
import { words } from './words.ts';

/**
 * The words for `?problem=CODE` after a return from a provider.
 *
 * @param isAlone whether the page offers the provider alone, so that the words name no other way
 */
export function wordsForProblem(code: string, isAlone = false): string {
  const { sso, ssoAlone, byCode, ssoOther } = words.problems;
  return (
    (isAlone ? sentenceFor(ssoAlone, code) : undefined) ??
    sentenceFor(sso, code) ??
    sentenceFor(byCode, code) ??
    ssoOther
  );
}
