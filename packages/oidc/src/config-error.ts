/** An option of `oidc()` cannot work, or is not safe. No value of an option stands in it. */
export class OidcConfigError extends Error {
  readonly code = 'bad-oidc-option';
  readonly problems: readonly OidcProblem[];

  constructor(problems: readonly OidcProblem[]) {
    super(problems.map(({ option, message }) => `${option}: ${message}`).join('; '));
    this.name = 'OidcConfigError';
    this.problems = problems;
  }
}

export interface OidcProblem {
  /** `issuer`, `roles.0`. */
  readonly option: string;
  /** What is wrong with it, and what to do. */
  readonly message: string;
}
