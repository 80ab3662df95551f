/** Thrown by `ldap()` if an option cannot work or is not safe. `code` is stable, `wayOut` is the remedy. */
export class LdapConfigError extends Error {
  readonly code: LdapConfigProblem;
  readonly wayOut: string;

  constructor(code: LdapConfigProblem, message: string, wayOut: string) {
    super(`${message} ${wayOut}`);
    this.name = 'LdapConfigError';
    this.code = code;
    this.wayOut = wayOut;
  }
}

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
  | 'bad-limit';
