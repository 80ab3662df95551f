import { sentenceFor, words } from './words.ts';

/** What a page is told as `?problem=CODE` when somebody is back from a provider, in words. */
export function wordsForProblem(code: string): string {
  return sentenceFor(words.problems.sso, code) ?? words.problems.ssoOther;
}
