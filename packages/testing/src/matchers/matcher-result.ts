/** The result of a matcher, in the form of Vitest and Jest. */
export interface MatcherResult {
  /** True if the value meets the expectation. */
  readonly pass: boolean;
  /** The text of a failure. Called only if the matcher fails. */
  readonly message: () => string;
}
