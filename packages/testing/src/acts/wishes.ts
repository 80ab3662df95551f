import type {
  AccountFacts,
  EnrollableMethod,
  Leaves,
  Method,
  PlainActType,
  Act as PolicyAct,
  Vouching,
  WayInMethod,
} from '@sallyport/core';

/** An act in a test. Made by `toEnroll('totp')` and the other functions of this file. */
export interface Wish {
  /** The phrase after "wants to" in messages. */
  readonly says: string;
  /** The act needs no account: it creates one, or changes the policy or an organisation. */
  readonly needsNoAccount?: true;
  /** Makes the act for this account. A removal contains the account as it is after the removal. */
  on(target: AccountFacts): PolicyAct;
}

/** Options of a removal. */
export interface Taking {
  /** How an administrator vouches for the account: by a valid enrollment code, or by the link of an open invitation. Default: false. */
  readonly vouched?: Vouching;
}

/** Options of a change of roles or methods. */
export interface Forcing extends Taking {
  /** The account may be left without a way to sign in. Default: false. */
  readonly forced?: boolean;
}

/** Sets up a passkey, an authenticator app or a phone, or replaces the current factor. */
export function toEnroll(factor: EnrollableMethod): Wish {
  return { says: `enroll ${factor}`, on: () => ({ type: 'enroll', factor }) };
}

/**
 * Removes a factor.
 *
 * @param more `passkey`: the id of the passkey to remove. Default: the account's first passkey
 */
export function toRemove(factor: Method, more: Taking & { readonly passkey?: string } = {}): Wish {
  return {
    says: `remove ${more.passkey ?? factor}`,
    on: (target) => ({ type: 'remove', factor, leaves: leaves(without(target, factor, more.passkey), more) }),
  };
}

/** The owner gives a passkey another name. */
export function toRenamePasskey(): Wish {
  return plain('rename a passkey', 'rename-passkey');
}

/** The owner replaces the backup codes. */
export function toIssueBackupCodes(): Wish {
  return plain('issue backup codes', 'issue-backup-codes');
}

/** Changes the password, or sets the first password. */
export function toSetPassword(): Wish {
  return plain('set a password', 'set-password');
}

/** The address for codes is set or changed. */
export function toSetAddress(): Wish {
  return { says: 'set an address', on: () => ({ type: 'set-address' }) };
}

/** The identifier that a person wants, and what the account and others have. */
export interface WantedName {
  /** In its normal form. Default: a name that nobody has. */
  readonly identifier?: string;
  /** The verified mailbox of the account. Default: none. */
  readonly mailbox?: string;
  /** The name is another account's mailbox, or finds somebody in the directory. Default: false. */
  readonly isOthers?: boolean;
}

/** The identifier is changed. */
export function toSetIdentifier({
  identifier = 'a name that nobody has',
  mailbox,
  isOthers = false,
}: WantedName = {}): Wish {
  return {
    says: `set the identifier to '${identifier}'`,
    on: () => ({ type: 'set-identifier', name: { identifier, present: [], mailbox, isOthers } }),
  };
}

/** Hands out everything that is kept about the account's person. */
export function toExport(): Wish {
  return plain('export the account', 'export');
}

/** Replaces a forgotten password through a link to the mailbox. */
export function toRecover(): Wish {
  return plain('recover the account', 'recover');
}

/** Links an identity at a provider. With `{ method: 'ldap' }`, links an entry of the directory. */
export function toLink(provider: string, { method = 'sso' }: { readonly method?: 'sso' | 'ldap' } = {}): Wish {
  return { says: `link an identity of '${provider}'`, on: () => ({ type: 'link', method, provider }) };
}

/** The identity at a provider stops being a way in. `more` describes the account after the act. */
export function toUnlink(provider: string, more: Taking = {}): Wish {
  return {
    says: `unlink the identity of '${provider}'`,
    on: (target) => ({ type: 'unlink', provider, leaves: leaves(unlinked(target, provider), more) }),
  };
}

/** Mails a recovery link to the account. */
export function toOfferRecovery(): Wish {
  return plain('offer a recovery', 'offer-recovery');
}

/** Takes over the account's current roles from the host. */
export function toTakeRoles(): Wish {
  return plain("take the host's roles", 'take-roles');
}

/** Sessions of the account are ended. */
export function toEndSessions(): Wish {
  return plain('end sessions', 'end-sessions');
}

/** A known device is forgotten. */
export function toForgetDevice(): Wish {
  return plain('forget a device', 'forget-device');
}

/** The owner writes the vault. */
export function toWriteVault(): Wish {
  return plain('write the vault', 'write-vault');
}

/** Host code makes the account the first administrator. `first`: nobody administers the policy yet. Default: true. */
export function toBootstrap({ first = true }: { readonly first?: boolean } = {}): Wish {
  return {
    ...{ says: 'become the first administrator', needsNoAccount: true },
    on: () => ({ type: 'bootstrap', first }),
  };
}

/** Host code seals the account's secrets anew. */
export function toReseal(): Wish {
  return plain('seal secrets anew', 'reseal');
}

/** Creates an account. */
export function toCreate({
  roles = [],
  emergency = false,
}: Pick<Partial<AccountFacts>, 'roles' | 'emergency'> = {}): Wish {
  return {
    ...{ says: `create ${emergency ? 'an emergency' : 'an'} account${rolesInWords(roles)}`, needsNoAccount: true },
    on: () => ({ type: 'create', roles, emergency }),
  };
}

/** An administrator blocks the account. */
export function toBlock(): Wish {
  return plain('block the account', 'block');
}

/** An administrator ends a block. */
export function toUnblock(): Wish {
  return plain('unblock the account', 'unblock');
}

/** Ends a lock after wrong guesses. */
export function toUnlock(): Wish {
  return plain('unlock the account', 'unlock');
}

/** The account is deleted. */
export function toDelete(): Wish {
  return plain('delete the account', 'delete');
}

/** Sets the account's own roles. Roles from a provider stay. */
export function toSetRoles(roles: string | readonly string[], more: Forcing = {}): Wish {
  const to = typeof roles === 'string' ? [roles] : roles;
  return {
    says: `set the roles to ${to.length === 0 ? 'none' : to.join(', ')}${forcedInWords(more)}`,
    on: (target) => ({
      ...{ type: 'set-roles', roles: to, forced: more.forced === true },
      leaves: leaves({ ...target, roles: [...new Set([...to, ...givenTo(target)])] }, more),
    }),
  };
}

/** Restricts the account's sign-in methods to this list. */
export function toSetMethods(methods: readonly WayInMethod[], more: Forcing = {}): Wish {
  return {
    says: `set the methods to ${methods.length === 0 ? 'none' : methods.join(', ')}${forcedInWords(more)}`,
    on: (target) => ({
      ...{ type: 'set-methods', forced: more.forced === true },
      leaves: leaves({ ...target, methods }, more),
    }),
  };
}

/** Sets the strength that the account itself requires. `null` removes the requirement. */
export function toSetRequiredStrength(strength: string | null, more: Forcing = {}): Wish {
  return {
    says: `${strength === null ? 'require no strength' : `require the strength ${strength}`}${forcedInWords(more)}`,
    on: (target) => ({
      ...{ type: 'set-required-strength', forced: more.forced === true },
      leaves: leaves({ ...target, requiredStrength: strength ?? undefined }, more),
    }),
  };
}

/** An administrator removes authenticator app, backup codes and telephone numbers. */
export function toResetTwoStep(): Wish {
  return plain('reset two-step verification', 'reset-two-step');
}

/** An administrator removes all passkeys. */
export function toResetPasskeys(): Wish {
  return plain('reset the passkeys', 'reset-passkeys');
}

/** An administrator removes a passkey. */
export function toRevokePasskey(): Wish {
  return plain('revoke a passkey', 'revoke-passkey');
}

/** Gives out an enrollment code. */
export function toVouch(): Wish {
  return plain('vouch for the account', 'vouch');
}

/** Mails the owner what the account still has to set up. */
export function toRemind(): Wish {
  return plain('remind the owner', 'remind');
}

/** An administrator takes what the owner lost, and gives out an enrollment code that counts in every flow. */
export function toHelpIn(): Wish {
  return plain('help the owner in', 'help-in');
}

/** Accepts an enrollment code that a voucher gave out earlier. */
export function toUseVouching(): Wish {
  return plain('have an enrollment code accepted', 'use-vouching');
}

/** The policy is replaced. Needs no account. */
export function toChangePolicy(): Wish {
  return { ...plain('change the policy', 'change-policy'), needsNoAccount: true };
}

/** The vault's emergency envelope is handed out. */
export function toOpenVaultInEmergency(): Wish {
  return plain('open the vault in an emergency', 'open-vault-in-emergency');
}

function plain(says: string, type: PlainActType): Wish {
  return { says, on: () => ({ type }) };
}

function leaves(account: AccountFacts, { vouched = false }: Taking): Leaves {
  return { account, vouched };
}

function without(target: AccountFacts, factor: Method, passkey: string | undefined): AccountFacts {
  const { factors } = target;
  switch (factor) {
    case 'passkey': {
      const gone = passkey ?? factors.passkeys[0]?.id;
      return { ...target, factors: { ...factors, passkeys: factors.passkeys.filter(({ id }) => id !== gone) } };
    }
    case 'password':
      return { ...target, factors: { ...factors, password: undefined } };
    case 'ldap':
      return { ...target, factors: { ...factors, ldap: false } };
    case 'sso':
      return { ...target, factors: { ...factors, sso: [] } };
    case 'totp':
      return { ...target, factors: { ...factors, totp: false } };
    case 'email-code':
      return { ...target, factors: { ...factors, mailDomain: undefined } };
    case 'backup-code':
      return { ...target, factors: { ...factors, backupCodes: 0 } };
    default:
      return { ...target, factors: { ...factors, codes: factors.codes?.filter((code) => code !== factor) } };
  }
}

function givenTo({ given = [] }: AccountFacts): readonly string[] {
  return given.flatMap(({ roles }) => roles);
}

function unlinked(target: AccountFacts, provider: string): AccountFacts {
  const { factors } = target;
  return { ...target, factors: { ...factors, sso: factors.sso?.filter((one) => one !== provider) } };
}

function rolesInWords(roles: readonly string[]): string {
  return roles.length === 0 ? '' : ` with the roles ${roles.join(', ')}`;
}

function forcedInWords({ forced = false }: Forcing): string {
  return forced ? ', forced' : '';
}
