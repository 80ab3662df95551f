/**
 * Who vouches for a password. `mailbox`: set by someone who held the mailbox. `independent`: set beside another proof, or
 * used beside another proof since.
 */
export type Provenance = 'mailbox' | 'independent';
