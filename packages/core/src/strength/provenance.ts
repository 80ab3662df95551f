/** Who vouches for a password. `mailbox`: set by someone who held the mailbox; `independent`: set, or since used, beside something else. */
export type Provenance = 'mailbox' | 'independent';
