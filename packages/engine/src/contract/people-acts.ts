import type { EnrollableMethod, Instant } from '@sallyport/core';
import type { AccountRef, ActedBy } from './account-ref.ts';
import type { RefusalCode } from './refusal.ts';
import type { RefusalOf } from './refusal-table.ts';

/** What became of a reminder. */
export type Reminded =
  /** The mail went out, and names these methods. */
  | {
      readonly reminded: true;
      readonly offer: readonly EnrollableMethod[];
      /** The date of the policy from which on the account needs one of them. Absent: at its next sign-in. */
      readonly from?: Instant;
    }
  | { readonly reminded: false; readonly because: NotReminded };

/**
 * Why no mail went out:
 * - `nothing-to-set-up`: the account meets the policy, now and on each of its dates;
 * - `no-way-in`: the account cannot set anything up without an administrator's enrollment code, or is a sign-up that nobody ended;
 * - `invited`: the owner has not accepted the invitation, which alone opens the first sign-in. Send the invitation again;
 * - `no-address`: the account has no mail address;
 * - `account-blocked`: the account is blocked.
 */
export type NotReminded = 'nothing-to-set-up' | 'no-way-in' | 'invited' | 'no-address' | 'account-blocked';

/** An act on many accounts. */
export interface ManyActs extends ActedBy {
  readonly act: 'remind' | 'sign-out' | 'block' | 'unblock';
  /** 1 to 500 ids. A repeated id counts once. */
  readonly accountIds: readonly string[];
  /** For `block`: 1 to 500 characters. */
  readonly reason?: string;
  /** For `unblock`, by id: the time of the last block of the account that the author knows, in epoch milliseconds, as in `people.unblock`. */
  readonly asOf?: Readonly<Record<string, number>>;
  /** Default: the tenant of the acting session, otherwise `default`. */
  readonly tenant?: string;
}

/** The result for an account. */
export interface ActResult {
  readonly accountId: string;
  /** The account is as the act leaves an account, also if the account was so before. For `remind`: the mail went out. */
  readonly done: boolean;
  /**
   * Why the act was not done: the code of the single act's refusal, the reason for which no reminder went out, or `internal` for an error that the
   * single act throws. The `logger` gets the error's code.
   */
  readonly code?: RefusalCode | NotReminded | 'internal';
}

/** Reminders, and acts on many accounts. */
export interface PeopleActs {
  /**
   * Mails the owner the methods of which the account has to set up one, now or from a date of the policy on, at most once a day for each account. Answers `too-many-mails` on the same day,
   * and `mail-unavailable` if the mailer fails: the account can be reminded again then.
   */
  remind(who: AccountRef, input: ActedBy): Promise<Reminded | RefusalOf<'people.remind'>>;
  /**
   * Carries out the act on every account, as the single act does. Every act is judged and logged alone. A refusal for an account does not stop the
   * acts on the following accounts. After a fault of the store or 24 silences of the host, the accounts that were not reached have the code
   * `store-unavailable`. An administrator's own account comes last.
   *
   * @example
   * ```ts
   * import { hostCode } from '@sallyport/engine';
   *
   * const accountIds = ['4Zc1m0Yk', 'q8RtV2aX'];
   * const answer = await auth.people.actOnMany({ act: 'sign-out', accountIds, by: hostCode('incident 7') });
   * ```
   */
  actOnMany(input: ManyActs): Promise<{ readonly results: readonly ActResult[] } | RefusalOf<'people.actOnMany'>>;
}
