/**
 * A directory, and how a person's entry is found in it: by a search, with `base`, or without one, by `directDn`. One of the two is needed.
 */
export interface LdapOptions {
  /** What the policy, paths and external ids name it by: 1 to 100 of `a-z`, `0-9` and `-`. Default: `ldap`. */
  readonly id?: string | undefined;
  /** What people know it by: `Example Corp`. */
  readonly name: string;
  /** `ldaps://directory.example`, or `ldap://directory.example` with `startTls`. A plain connection is taken on loopback only. */
  readonly url: string;

  /** Where people's entries are searched: `ou=people,dc=example,dc=org`, and everything below it. */
  readonly base?: string | undefined;
  /** The filter (RFC 4515) by which an entry is searched. Default: `(|(uid={identifier})(mail={identifier}))`. */
  readonly filter?: string | undefined;
  /** The account that searches; without it the search is anonymous. */
  readonly bindDn?: string | undefined;
  readonly bindPassword?: string | undefined;

  /** The name of everyone's entry (RFC 4514), without a search: `uid={identifier},ou=people,dc=example,dc=org`. */
  readonly directDn?: string | undefined;

  /** The roles that the directory gives: common names of groups in `memberOf`, in whatever case. Default: none. */
  readonly roles?: readonly string[] | undefined;

  /** Begins TLS on an `ldap://` connection before anything is sent (RFC 4511 §4.14). */
  readonly startTls?: boolean | undefined;
  /** Whom to believe about the directory's certificate, in PEM. Default: whom Node believes. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** Lets passwords go over a network in the clear. Anybody on the way can read them. */
  readonly allowPlain?: boolean | undefined;

  readonly timeouts?: LdapTimeouts | undefined;
  readonly connections?: LdapConnections | undefined;
}

/** In milliseconds. */
export interface LdapTimeouts {
  /** Until there is a connection, TLS included. Default: 3,000. */
  readonly connect?: number | undefined;
  /** For finding an entry, and once more for asking its password; all of it, waiting in line included. Default and most: 5,000. */
  readonly total?: number | undefined;
}

/** How many connections are open at once, at most. */
export interface LdapConnections {
  /** Of the account that searches; they are kept for a while. Default: 4. */
  readonly search?: number | undefined;
  /** Of people whose password is asked, one for each. Default: 16. */
  readonly bind?: number | undefined;
  /** How many may wait for either; beyond that the directory counts as unavailable. Default: 500. */
  readonly waiting?: number | undefined;
}
