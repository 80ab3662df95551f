import type { PolicyInput } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import {
  type Directory,
  type DirectoryEntry,
  type DirectoryIdentity,
  ProviderUnavailable,
} from '@sallyport/store/providers';
import type { Kernel } from '../kernel/kernel.ts';
import { type Bench, bench, dora, flowOfHers, later, MINUTE } from './step.test-support.ts';

export const SECRET = 'what the directory knows';
export const ENTRY: DirectoryEntry = { key: 'one', dn: 'uid=dora,dc=example', subject: 's1' };
export const LINK = { id: 'x1', method: 'ldap', provider: 'ldap', subject: 's1', linkedAt: later(-MINUTE) } as const;
export const LDAP: PolicyInput<string> = { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } };

/** Somebody whose password is the directory's. */
export function linked(over: Partial<AccountRecord> = {}): AccountRecord {
  const { password: _, ...rest } = dora({ externalIds: [LINK], ...over });
  return rest;
}

/** A directory of one entry, which keeps what it was asked. */
export class OneEntry implements Directory {
  readonly id = 'ldap';
  readonly name = 'Directory';
  readonly roles: readonly string[] = ['employee'];
  readonly found: string[] = [];
  readonly asked: string[] = [];
  entry: DirectoryEntry = ENTRY;
  told: DirectoryIdentity = { subject: 's1', roles: [] };
  outcome: 'found' | 'none' | 'ambiguous' = 'found';
  fails: 'not' | 'find' | 'verify' | 'strangely' = 'not';

  async find(identifier: string): ReturnType<Directory['find']> {
    this.found.push(identifier);
    if (this.fails === 'find') throw new ProviderUnavailable(this.id);
    return this.outcome === 'found' ? { outcome: 'found', entry: this.entry } : { outcome: this.outcome };
  }

  async verify(_: DirectoryEntry, password: string): ReturnType<Directory['verify']> {
    this.asked.push(password);
    if (this.fails === 'verify') throw new ProviderUnavailable(this.id);
    if (this.fails === 'strangely') throw new TypeError('no such member');
    return password === SECRET ? this.told : undefined;
  }

  async close(): Promise<void> {}
}

/** The same where entries are found by their ids as well. */
export class OneEntryById extends OneEntry {
  async findBySubject(subject: string): ReturnType<Directory['find']> {
    return this.find(`id ${subject}`);
  }
}

export interface WithDirectory extends Bench {
  readonly directory: OneEntry;
  /** What was hashed for nobody, and whose turn that was. */
  readonly pretended: unknown[];
}

export async function withDirectory(
  given: {
    account?: AccountRecord;
    flow?: Partial<FlowRecord>;
    policy?: PolicyInput<string>;
    directory?: OneEntry;
  } = {},
): Promise<WithDirectory> {
  const { account = linked(), policy = LDAP, directory = new OneEntry() } = given;
  const pretended: unknown[] = [];
  const passwords = {
    pretend: async (...asked: unknown[]) => {
      pretended.push(asked);
      return false;
    },
    verify: async (hash: string, shown: string) => shown === `the word ${hash}`,
    isOutdated: () => false,
  };
  const host = { methods: ['password', 'passkey', 'totp', 'email-code', 'ldap'], directory: 'ldap' } as const;
  const kernel = { passwords } as unknown as Partial<Kernel>;
  const flow = given.flow && flowOfHers({ accepts: ['password', 'ldap'], ...given.flow });
  const at = await bench({
    account,
    policy,
    host,
    kernel,
    parts: { directory },
    flow,
  });
  return Object.assign(at, { directory, pretended });
}
