/** What a matcher answers its runner: Vitest's and Jest's form. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}
