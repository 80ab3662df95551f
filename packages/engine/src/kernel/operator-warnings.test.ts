import { definePolicy, instant, type PolicyInput } from '@sallyport/core';
import type { AccountId, AccountRecord, ResolveSubject } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import { tenantId } from '../state/tenant-id.ts';
import type { Kernel } from './kernel.ts';
import { warnOfIdleDirectory, warnOfNoAdministrator, warnOfProviders } from './operator-warnings.ts';

const TENANT = tenantId('default');
const POLICY = definePolicy({ administrators: { policy: ['boss', 'owner'] } });
const NOBODY: readonly AccountId[] = [];
const DORA = 'dora' as AccountId;

/** What the operator is told where these accounts are there, and those of them administer the policy. */
async function toldOfNobody(
  there: readonly AccountId[],
  administrators: readonly AccountId[] | undefined,
  resolveSubject?: ResolveSubject,
): Promise<{ readonly logged: unknown[]; readonly pages: unknown[] }> {
  const { store, memory, beforeEvery } = contendedStore();
  const now = instant(1_000);
  for (const id of there) {
    const account: AccountRecord = {
      ...{ schema: 1, tenant: TENANT, id, version: 1, epoch: 1, createdAt: now, identifiers: [id], userHandle: id },
      ...{ roles: [], passkeys: [] },
    };
    await memory.commit({ tenant: TENANT, now, guards: {}, account, events: [] });
  }
  if (administrators !== undefined) {
    const record = { tenant: TENANT, version: 1, accountIds: administrators };
    await memory.commit({ tenant: TENANT, now, guards: {}, administrators: record, events: [] });
  }
  const [logged, pages]: [unknown[], unknown[]] = [[], []];
  beforeEvery('listAccounts', (_, page) => pages.push(page));
  const logger = { warn: (...words: unknown[]) => void logged.push(words) };
  const kernel = { store, logger, resolveSubject } as unknown as Kernel;
  await warnOfNoAdministrator(kernel, TENANT, POLICY);
  return { logged, pages };
}

it('X20 that nobody administers the policy is told to the operator, with the roles that would, and a way out', async () => {
  const details = {
    ...{ code: 'no-administrator', tenant: TENANT, roles: ['boss', 'owner'] },
    wayOut:
      'make the first one with `sallyport bootstrap`, give the role to an account (`auth.people.setRoles`), or name another role in `administrators.policy`',
  };
  const warning = ['nobody can change the policy: no account has the role boss or owner', details];
  for (const administrators of [undefined, NOBODY])
    expect(await toldOfNobody([DORA], administrators)).toEqual({ logged: [warning], pages: [{ limit: 1 }] });
});

it('X20 nothing is told where there is nobody yet, somebody administers, or the host tells the roles', async () => {
  expect((await toldOfNobody([], undefined)).logged).toEqual([]);
  expect((await toldOfNobody([DORA], [DORA])).logged).toEqual([]);
  expect((await toldOfNobody([DORA], NOBODY, () => [])).logged).toEqual([]);
});

const told = (policy: PolicyInput<string>, id: string | undefined): unknown[] => {
  const logged: unknown[] = [];
  const logger = { warn: (...words: unknown[]) => void logged.push(words), error: () => undefined };
  warnOfIdleDirectory(TENANT, definePolicy(policy), id === undefined ? undefined : { id }, logger);
  return logged;
};

it.each<[string, PolicyInput<string>, string]>([
  ['is not among the providers', {}, 'does not name the directory'],
  ['is there under another id', { providers: { other: { createAccounts: true } } }, 'does not name the directory'],
  ['may not be used', { methods: ['password'], providers: { corp: { createAccounts: true } } }, 'no way in'],
])('X45 that nobody can come from a directory is told to the operator: it %s', (_, policy, why) => {
  const details = expect.objectContaining({ code: 'idle-directory', tenant: TENANT, wayOut: expect.any(String) });
  expect(told(policy, 'corp')).toEqual([[expect.stringContaining(why), details]]);
});

it('X45 nothing is told of a directory that the policy names, by hand as well, nor without a directory', () => {
  expect(told({ providers: { corp: { createAccounts: true } } }, 'corp')).toEqual([]);
  expect(told({ providers: { corp: {} } }, 'corp')).toEqual([]);
  expect(told({}, undefined)).toEqual([]);
});

it('P7 what a provider cannot use is told to the operator, each by its provider', () => {
  const logged: unknown[] = [];
  const logger = { warn: (...each: unknown[]) => logged.push(each), error: () => undefined };
  warnOfProviders(TENANT, [{ id: 'sound' }, { id: 'corp', warnings: ['one key', 'another'] }], logger);
  const details = { code: 'provider-in-part', tenant: TENANT, provider: 'corp', wayOut: expect.any(String) };
  expect(logged).toEqual([
    ["the provider 'corp' works in part: one key", details],
    ["the provider 'corp' works in part: another", details],
  ]);
});
