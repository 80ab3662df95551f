import type { HostCode } from '@sallyport/core';
import type { AccountName } from '../app/account-name.ts';
import type { AppRefusal } from '../app/refusal-text.ts';
import type { AccountRef, LoggedEvent } from '../person/attending.ts';

/** Instants are epoch milliseconds. The types of this file are as in `@sallyport/engine`. */
export interface OrganisationView {
  readonly id: string;
  readonly name?: string;
  readonly version: number;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly changedAt: number;
  /** An account id, or `host:NAME`. */
  readonly changedBy: string;
}

export interface MemberView {
  readonly accountId: string;
  readonly roles: readonly string[];
  readonly since: number;
  readonly by: string;
}

export interface MembershipView {
  readonly organisation: string;
  readonly name?: string;
  readonly roles: readonly string[];
  readonly since: number;
}

export interface Counts {
  readonly enters: number;
  readonly mustEnroll: number;
  readonly cannot: number;
}

export interface OrganisationImpact extends Counts {
  readonly dates: readonly (Counts & { readonly from: number })[];
  /** The members who do not enter now. */
  readonly members: readonly AffectedMember[];
  /** No owner could enter. */
  readonly strandsOwners?: true;
  readonly next?: string;
}

export interface AffectedMember {
  readonly accountId: string;
  readonly impact: 'must-enroll' | 'cannot';
  readonly because: readonly { readonly message: string }[];
}

export type OrganisationEvent = LoggedEvent & { readonly accountId?: string };

export interface Person {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly status: 'active' | 'locked' | 'blocked';
}

interface RolesInPolicy {
  readonly roles?: object | undefined;
  readonly administrators?: { readonly rule?: readonly string[] | undefined } | undefined;
}

interface Paged {
  readonly tenant: string;
  readonly cursor?: string | undefined;
}

interface Acting {
  readonly tenant: string;
  readonly by: HostCode;
}

type Page<Name extends string, Item> = { readonly [Key in Name]: readonly Item[] } & { readonly next?: string };

export interface Organising {
  readonly organisations: {
    list(page: Paged): Promise<Page<'organisations', OrganisationView>>;
    create(
      input: Acting & { readonly id?: string | undefined; readonly name?: string | undefined },
    ): Promise<OrganisationView | AppRefusal>;
    rule(
      organisation: string,
      asked: { readonly tenant: string; readonly version?: number },
    ): Promise<OrganisationView | AppRefusal>;
    preview(organisation: string, rule: unknown, page: Paged): Promise<OrganisationImpact | AppRefusal>;
    setRule(
      organisation: string,
      rule: unknown,
      input: Acting & { readonly ifVersion: number; readonly force: boolean },
    ): Promise<OrganisationView | AppRefusal>;
    remove(organisation: string, input: Acting): Promise<AppRefusal | undefined>;
    of(accountId: string, asked: { readonly tenant: string }): Promise<readonly MembershipView[]>;
    events(organisation: string, page: Paged): Promise<Page<'events', OrganisationEvent> | AppRefusal>;
    readonly members: {
      list(
        organisation: string,
        asked: Paged & { readonly role?: string },
      ): Promise<Page<'members', MemberView> | AppRefusal>;
      set(
        organisation: string,
        who: AccountName,
        input: Acting & { readonly roles: readonly string[]; readonly force: boolean },
      ): Promise<MemberView | AppRefusal>;
      remove(
        organisation: string,
        who: AccountName,
        input: Acting & { readonly force: boolean },
      ): Promise<AppRefusal | undefined>;
    };
  };
  readonly people: { find(who: AccountRef): Promise<Person | undefined> };
  readonly policy: {
    current(tenant: string): Promise<{ readonly policy: { readonly organisations?: RolesInPolicy | undefined } }>;
  };
}
