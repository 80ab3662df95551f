/** Thrown by `ldap()` if an option cannot work or is not safe. `code` is stable, `wayOut` is the remedy. */
export class LdapConfigError extends Error {
  /** The wrong option: branch on the code. */
  readonly code: LdapConfigProblem;
  /** What to do, in a sentence. */
  readonly wayOut: string;

  constructor(code: LdapConfigProblem, message: string, wayOut: string) {
    super(`${message} ${wayOut}`);
    this.name = 'LdapConfigError';
    this.code = code;
    this.wayOut = wayOut;
  }
}

/** The code of a wrong option. `insecure-url`: passwords would cross a network without TLS. */
export type LdapConfigProblem =
  | 'bad-id'
  | 'bad-name'
  | 'bad-url'
  | 'insecure-url'
  | 'bad-tls'
  | 'bad-base'
  | 'bad-filter'
  | 'bad-direct-dn'
  | 'bad-search-account'
  | 'bad-roles'
  | 'bad-duration'
  | 'bad-limit';
