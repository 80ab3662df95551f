/** What is done in one step of a chain. Moves that begin with `owner-` are the owner's, and answer nothing that the thief does. */
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
  | 'names-identity'
  | 'vouches'
  | 'resets-two-step'
  | 'resets-passkeys'
  | 'takes-role'
  | 'gives-role'
  | 'changes-people'
  | 'changes-policy'
  | 'owner-signs-on'
  | 'owner-is-promoted'
  | 'owner-sets-up-app';

/** One act of a chain, as data. */
export interface ThreatStep {
  readonly move: ThreatMove;
  /** The method that is shown, set up or removed. */
  readonly method?: string;
  /** Whether a thing is the thief's own or the owner's. */
  readonly of?: 'own' | 'owner';
  /** The provider, the directory or the role that the step is about. */
  readonly on?: string;
}
