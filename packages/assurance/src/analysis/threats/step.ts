/** The moves of a chain. The owner makes the moves that begin with `owner-`. All other moves are the thief's. */
export type ThreatMove =
  | 'begins'
  | 'goes-on'
  | 'steps-up'
  | 'sets-up'
  | 'sets-password'
  | 'sets-address'
  | 'links'
  | 'removes'
  | 'issues-backup-codes'
  | 'deletes'
  | 'writes-vault'
  | 'opens-vault'
  | 'follows-recovery-link'
  | 'recovers'
  | 'asserts-identity'
  | 'gives-roles'
  | 'edits-entry'
  | 'creates-account'
  | 'opens-invitation'
  | 'signs-up'
  | 'names-identity'
  | 'vouches'
  | 'helps-in'
  | 'resets-two-step'
  | 'resets-passkeys'
  | 'signs-out'
  | 'blocks'
  | 'unblocks'
  | 'gives-password'
  | 'takes-role'
  | 'gives-role'
  | 'changes-people'
  | 'helps-people'
  | 'changes-policy'
  | 'owner-signs-on'
  | 'owner-is-promoted'
  | 'owner-sets-up-app';

/** One act of a chain, as data. */
export interface ThreatStep {
  /** The kind of act. */
  readonly move: ThreatMove;
  /** The method of the proof, the set-up or the removal. */
  readonly method?: string;
  /** `own`: the thing belongs to the thief. `owner`: the thing belongs to the owner. */
  readonly of?: 'own' | 'owner';
  /** The name of a provider, a directory or a role. */
  readonly on?: string;
  /** The provider says who the person is, and no class and no method. */
  readonly saysLess?: true | undefined;
}
