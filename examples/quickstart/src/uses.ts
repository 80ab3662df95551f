import { type Instant, instant } from '@sallyport/core';

/** The data of the demo's own app. A host answers from its own tables (P19). */
const HOLDS = {
  reports: { label: 'Quarterly reports', access: 'read' },
  vault: { label: 'Team vault', access: 'read and write' },
  payout: { label: 'Payouts', access: 'send' },
} as const;

export type Held = keyof typeof HOLDS;

export interface Use {
  readonly id: string;
  readonly label: string;
  readonly access: string;
  /** Absent: not used since the start of the demo. */
  readonly lastUsedAt?: Instant;
}

/** The items in the demo's app, with the time of each person's last access, in memory only. */
export interface Uses {
  note(accountId: string, what: Held): void;
  of(accountId: string): readonly Use[];
  /** Deletes the times of an account that is deleted. */
  forget(accountId: string): void;
}

export function usesOfApp(clock: () => number): Uses {
  const last = new Map<string, Instant>();
  const keyOf = (accountId: string, what: string): string => `${what} ${accountId}`;
  return {
    note: (accountId, what) => void last.set(keyOf(accountId, what), instant(clock())),
    of: (accountId) =>
      Object.entries(HOLDS).map(([id, held]) => {
        const lastUsedAt = last.get(keyOf(accountId, id));
        return { id, ...held, lastUsedAt };
      }),
    forget(accountId) {
      for (const id of Object.keys(HOLDS)) last.delete(keyOf(accountId, id));
    },
  };
}
