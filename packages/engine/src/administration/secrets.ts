import type { HostCode } from '@sallyport/core';
import type { AccountRecord, TenantId } from '@sallyport/store';
import { host } from '../acts/doer.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { ResealReport, SecretOwner, Secrets, SecretsSurvey, SecretUse } from '../contract/index.ts';
import { FACTORS } from '../factors/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { keyOf, UnknownKey } from '../kernel/secrets/key-ring.ts';
import { hintedSessions } from '../sessions/logout-hint.ts';
import { allAccounts } from '../state/all-accounts.ts';
import { mailboxBeside } from '../state/named-account.ts';
import { knownTenant } from '../state/tenant-id.ts';
import { malformedHostCode } from './account-ref.ts';
import { resealAccount } from './reseal.ts';

export function secretsInUse(kernel: Kernel, named: readonly TenantId[]): Secrets {
  const tenantsOf = (tenant: string | undefined): readonly TenantId[] => {
    if (tenant !== undefined) return [knownTenant(kernel, tenant)];
    if (named.length > 0) return named;
    throw new SallyportConfigError(
      'bad-tenant',
      '`tenants` is a function, so the names of the tenants are not known here.',
      'Name each tenant: `auth.secrets.survey({ tenant })`. A secret may go when no tenant needs it.',
    );
  };
  return {
    survey: async ({ tenant } = {}) => survey(kernel, tenantsOf(tenant)),
    owners: ({ key, tenant }) => owners(kernel, key, tenantsOf(tenant)),
    reseal({ by, tenant }) {
      const fault = malformedHostCode(by);
      if (fault !== undefined) throw new TypeError(`by ${fault.errors[0].message}`);
      return resealAll(kernel, by, tenantsOf(tenant));
    },
  };
}

type Kind = SecretOwner['needs'][number];

type Counts = Record<Kind, number>;

async function survey(kernel: Kernel, tenants: readonly TenantId[]): Promise<SecretsSurvey> {
  const uses = new Map<string, Counts>();
  const countsOf = (key: string): Counts => {
    const counts = uses.get(key) ?? {
      authenticatorApps: 0,
      signOutHints: 0,
      actionLogs: 0,
      backupCodes: 0,
      enrollmentCodes: 0,
    };
    uses.set(key, counts);
    return counts;
  };
  let accounts = 0;
  for (const tenant of tenants) {
    const ofLog = await kernel.log.sealedText(tenant);
    if (ofLog !== undefined) countsOf(keyOf(ofLog)).actionLogs++;
    for await (const account of allAccounts(kernel, tenant)) {
      accounts++;
      for (const { key, kind } of await usesBy(kernel, account)) countsOf(key)[kind]++;
    }
  }
  const ring = kernel.ring.ids();
  const others = [...uses.keys()].filter((key) => !ring.includes(key));
  return { accounts, keys: [...ring, ...others].map((key) => useOf(key, ring.indexOf(key) + 1, countsOf(key))) };
}

async function* owners(
  kernel: Kernel,
  key: string,
  tenants: readonly TenantId[],
): AsyncGenerator<SecretOwner, undefined> {
  for (const tenant of tenants)
    for await (const account of allAccounts(kernel, tenant)) {
      const kinds = (await usesBy(kernel, account)).filter((use) => use.key === key).map(({ kind }) => kind);
      const [identifier = ''] = account.identifiers;
      const named = { accountId: account.id, identifier, email: mailboxBeside(account) };
      if (kinds.length > 0) yield { tenant, ...named, needs: [...new Set(kinds)] };
    }
}

async function usesBy(
  kernel: Kernel,
  account: AccountRecord,
): Promise<readonly { readonly key: string; readonly kind: Exclude<Kind, 'actionLogs'> }[]> {
  const { backupCodes, enrollmentCode } = account;
  const hasBackupCodes = backupCodes !== undefined && backupCodes.hashes.length > 0;
  const hinted = await hintedSessions(kernel, account);
  return [
    ...sealedTexts(account).map((text) => ({ key: keyOf(text), kind: 'authenticatorApps' as const })),
    ...hinted.map(({ begunAt }) => ({ key: keyOf(begunAt?.logoutHint ?? ''), kind: 'signOutHints' as const })),
    ...(hasBackupCodes ? [{ key: backupCodes.key ?? '', kind: 'backupCodes' as const }] : []),
    ...(isUsable(enrollmentCode, kernel) ? [{ key: enrollmentCode?.key ?? '', kind: 'enrollmentCodes' as const }] : []),
  ];
}

function isUsable(code: AccountRecord['enrollmentCode'], kernel: Kernel): boolean {
  // Also a code in use: if its person leaves the sign-in, the code is open again.
  return code !== undefined && code.expiresAt > kernel.now();
}

function useOf(key: string, place: number, counts: Counts): SecretUse {
  const { authenticatorApps, signOutHints, actionLogs, backupCodes, enrollmentCodes } = counts;
  return {
    key,
    ...(place > 0 ? { place } : {}),
    sealed: { authenticatorApps, signOutHints, actionLogs },
    hashed: { backupCodes, enrollmentCodes },
  };
}

async function* resealAll(
  kernel: Kernel,
  by: HostCode,
  tenants: readonly TenantId[],
): AsyncGenerator<ResealReport, undefined> {
  for (const tenant of tenants) {
    const doer = host(tenant, by);
    const outcome = await resealLog(kernel, tenant);
    if (outcome !== undefined) yield { tenant, outcome };
    for await (const account of allAccounts(kernel, tenant)) {
      const outcome = await resealAccount(kernel, doer, account);
      if (outcome !== undefined) yield { tenant, accountId: account.id, outcome };
    }
  }
}

async function resealLog({ log }: Kernel, tenant: TenantId): Promise<ResealReport['outcome'] | undefined> {
  try {
    return (await log.reseal(tenant)) ? 'resealed' : undefined;
  } catch (error) {
    if (error instanceof UnknownKey) return 'unreadable';
    throw error;
  }
}

function sealedTexts(account: AccountRecord): readonly string[] {
  return FACTORS.flatMap(({ sealed }) => sealed?.of(account) ?? []);
}
