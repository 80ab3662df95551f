/**
 * The options of a directory. Either `base` (search for a person's entry) or `directDn` (build the entry's name) is required.
 */
export interface LdapOptions {
  /** The directory's name in the policy, in paths and in external ids: 1 to 100 of `a-z`, `0-9` and `-`. Default: `ldap`. */
  readonly id?: string | undefined;
  /** The directory's name as shown to people: `Example Corp`. */
  readonly name: string;
  /**
   * `ldaps://directory.example`, or `ldap://directory.example` with `startTls`. A plain connection needs loopback or `allowPlain`. Of several
   * servers with the same entries, the next is asked while one is down.
   */
  readonly url: string | readonly string[];

  /** The base of the search, which covers the whole subtree: `ou=people,dc=example,dc=org`. */
  readonly base?: string | undefined;
  /** The search filter (RFC 4515). Default: `(|(uid={identifier})(mail={identifier}))`. */
  readonly filter?: string | undefined;
  /**
   * The forms of names of Active Directory that people may type: `sam` (`jo`), `upn` (`jo@example.org`, also the implicit one of an account
   * with another), `down-level` (`EXAMPLE\\jo`). Finds ordinary user accounts only, and `filter` then says which of them, without
   * `{identifier}`. Default: names as `filter` has them.
   */
  readonly names?: readonly NameForm[] | undefined;
  /**
   * Counts the groups of groups too: on Active Directory by its matching rule in chain, elsewhere by searching for the groups of each group, ten
   * deep, which needs no `memberOf`. Needs a search account that may read the groups. Never the primary group. Default: false.
   */
  readonly nestedGroups?: boolean | undefined;
  /**
   * Where people have no `memberOf`: a search for their groups. Write `{uid}` or `{dn}` of the person into the filter, such as
   * `(memberUid={uid})` (RFC 2307) or `(member={dn})`. `{uid}` is the `uid` in the entry's name, so an entry that is named by `cn` gets no roles by it
   * without `uidFrom`.
   * Default: no search.
   */
  readonly groups?: LdapGroups | undefined;
  /** The search account: a distinguished name, or a name with `@` or a backslash if the directory binds it. If absent, the search is anonymous. */
  readonly bindDn?: string | undefined;
  /** The search account's password. Given exactly if `bindDn` is given. */
  readonly bindPassword?: string | undefined;

  /** The template of entries' names (RFC 4514), instead of a search: `uid={identifier},ou=people,dc=example,dc=org`. */
  readonly directDn?: string | undefined;

  /** The roles that the directory may give: common names of groups in `memberOf`, or of those that `groups` finds. Case is ignored. Default: none. */
  readonly roles?: readonly string[] | undefined;

  /** Starts TLS on an `ldap://` connection before any other request (RFC 4511 §4.14). Default: false. */
  readonly startTls?: boolean | undefined;
  /** The trusted certificate authorities, in PEM. Default: the authorities that Node trusts. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** Allows passwords to be sent over a network without TLS, where eavesdroppers can read them. Default: false. */
  readonly allowPlain?: boolean | undefined;

  /** Time limits, as durations. */
  readonly timeouts?: LdapTimeouts | undefined;
  /** Limits on concurrent connections. */
  readonly connections?: LdapConnections | undefined;
}

/** A search for the groups of a person. */
export interface LdapGroups {
  /** The base of the search, which covers the whole subtree: `ou=groups,dc=example,dc=org`. */
  readonly base: string;
  /** A filter (RFC 4515) with `{uid}`, or `{dn}` as a value. */
  readonly filter: string;
  /**
   * Where `{uid}` comes from: the entry's `name`, which its owner cannot change, or a `protected-attribute`, the one value of `uid` that the search
   * account reads. Only for a directory whose access rules let no person write `uid`: whoever may write the own `uid` gets the roles of anybody.
   * Of an entry with several values no group is found. Default: `name`.
   */
  readonly uidFrom?: 'name' | 'protected-attribute' | undefined;
}

/** A form of names of Active Directory. */
export type NameForm = 'sam' | 'upn' | 'down-level';

/** Time limits, each from `'1s'` to `'5s'`. */
export interface LdapTimeouts {
  /** For opening a connection, including TLS. Default: `'3s'`. */
  readonly connect?: string | undefined;
  /** For finding an entry, and again for checking the password, each including the wait for a connection. Default: `'5s'`. */
  readonly total?: string | undefined;
}

/** Limits on concurrent connections. */
export interface LdapConnections {
  /** Connections of the search account, which are reused. Default: 4. */
  readonly search?: number | undefined;
  /** Connections for password checks. Each check opens a new connection. Default: 16. */
  readonly bind?: number | undefined;
  /** Requests that may wait in each of the two queues. Further requests fail with `ProviderUnavailable`. Default: 500. */
  readonly waiting?: number | undefined;
}
