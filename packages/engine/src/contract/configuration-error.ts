import { type Milliseconds, parseDuration } from '@sallyport/core';

const PAGE = 'https://github.com/sallyport/sallyport/blob/main/docs/reference/errors.md';

/** The configuration cannot work, or is not safe. `code` is stable. `wayOut` says how to solve the problem. */
export class SallyportConfigError extends Error {
  /** Stable, for tests and for start-up scripts. */
  readonly code: ConfigProblem;
  /** How to solve the problem: also in `message`, which ends with the address of the code's entry in the reference. */
  readonly wayOut: string;
  readonly #problem: string;

  constructor(code: ConfigProblem, message: string, wayOut: string, options?: ErrorOptions) {
    super(`${message} ${wayOut} (${PAGE}#${code})`, options);
    this.name = 'SallyportConfigError';
    this.code = code;
    this.wayOut = wayOut;
    this.#problem = message;
  }

  /** Returns the same error with the name of the tenant whose parts have the problem. */
  of(tenant: string): SallyportConfigError {
    return new SallyportConfigError(this.code, `Tenant '${tenant}': ${this.#problem}`, this.wayOut);
  }
}

/** Every code of a {@link SallyportConfigError}. Codes are stable. */
export type ConfigProblem =
  | 'no-secret'
  | 'weak-secret'
  | 'bad-origin'
  | 'insecure-origin'
  | 'no-mailer'
  | 'bad-code'
  | 'bad-rp-id'
  | 'no-post-quantum'
  | 'bad-provider'
  | 'not-configured'
  | 'bad-emergency-key'
  | 'bad-attestation-root'
  | 'bad-metadata'
  | 'bad-duration'
  | 'unknown-event-type'
  | 'bad-policy-source'
  | 'policy-strands-administrators'
  | 'policy-strands-accounts'
  | 'bad-tenant'
  | 'bad-tenants'
  | 'unscoped-part'
  | 'shared-directory'
  | 'bad-option'
  | 'bad-demand'
  | 'bad-hash-sample'
  | 'bad-password-hashing'
  | 'no-password-hashing'
  | 'bad-secrets'
  | 'bad-store'
  | 'roles-kept-here';

/** @throws SallyportConfigError `bad-duration` */
export function durationOf(option: string, text: string): Milliseconds {
  const length = parseDuration(text);
  if (length !== undefined) return length;
  throw new SallyportConfigError(
    'bad-duration',
    `${option} is '${text}', which is no length of time.`,
    "Write a whole number and one unit: '90s', '15m', '12h' or '30d'.",
  );
}
