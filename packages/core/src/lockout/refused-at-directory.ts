/** Why a directory lets nobody in with a password that may be right. */
export type DirectoryReason =
  /** The password has to be changed first. */
  | 'must-change'
  /** The password is too old. */
  | 'expired'
  /** The account is switched off. */
  | 'disabled'
  /** The account has an end, and the end has passed. */
  | 'account-expired'
  /** The account may not be used at this hour. */
  | 'hours'
  /** The account may be used at other computers only. */
  | 'workstation'
  /** The directory counted too many wrong passwords. */
  | 'locked';

/** A refusal for which a directory gave a reason. */
export interface DirectoryRefusal {
  readonly because: DirectoryReason;
  /** Whether the directory judged the password, and found it right. A locked account is refused without a look at the password. */
  readonly passwordIsRight: boolean;
}

/** The rule for a refusal by a directory. */
export interface WeighedRefusal {
  /** Whether the attempt stays counted, as a wrong password does. */
  readonly isGuess: boolean;
  /** The reason, if the person who typed the password may be told the reason. */
  readonly told: DirectoryReason | undefined;
}

/**
 * A right password is no guess, and only the person who proved it is told why it is of no use. Everybody else gets the answer to a wrong
 * password, and the attempt counts: otherwise a stranger could guess on at a locked entry, and learn the state of an entry.
 */
export function weighRefusal({ because, passwordIsRight }: DirectoryRefusal): WeighedRefusal {
  return passwordIsRight ? { isGuess: false, told: because } : { isGuess: true, told: undefined };
}
