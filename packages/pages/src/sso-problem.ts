import { sentenceFor } from './parts/words.ts';
import { words } from './words.ts';

/** @param isAlone whether the page offers the provider alone, so that the words name no other way */
export function wordsForProblem(code: string, isAlone = false): string {
  const { sso, ssoAlone, byCode, ssoOther } = words.problems;
  return (
    (isAlone ? sentenceFor(ssoAlone, code) : undefined) ??
    sentenceFor(sso, code) ??
    sentenceFor(byCode, code) ??
    ssoOther
  );
}
