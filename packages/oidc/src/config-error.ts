/** Thrown by `oidc()` if an option cannot work or is not safe. The error contains no value of an option. */
export class OidcConfigError extends Error {
  /** Always `bad-oidc-option`. */
  readonly code = 'bad-oidc-option';
  /** Every wrong option. Never empty. */
  readonly problems: readonly OidcProblem[];

  constructor(problems: readonly OidcProblem[]) {
    super(problems.map(({ option, message }) => `${option}: ${message}`).join('; '));
    this.name = 'OidcConfigError';
    this.problems = problems;
  }
}

/** An option that cannot work or is not safe. */
export interface OidcProblem {
  /** The path of the option: `issuer`, `roles.0`. */
  readonly option: string;
  /** The problem, and the remedy. */
  readonly message: string;
}
