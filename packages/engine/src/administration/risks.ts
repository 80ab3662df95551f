import { instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { RiskCode, RisksView, RiskView } from '../contract/index.ts';
import { DORMANT_AFTER } from '../contract/lifetimes.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { findingsOf } from '../kernel/policy-findings.ts';
import { namedAccountOf } from '../state/named-account.ts';
import { type Census, censusOf, countIn, textsOf } from './census.ts';
import { pageOfPeople, pendingOf, riskIn } from './people-list.ts';

const SHOWN = 10;

const RISKS: Readonly<
  Record<
    Exclude<RiskCode, 'policy-finding'>,
    { readonly severity: RiskView['severity']; readonly message: (count: number) => string }
  >
> = {
  attacked: { severity: 'error', message: (count) => `${people(count, 'is', 'are')} under attack by wrong guesses` },
  disowned: {
    severity: 'error',
    message: (count) =>
      `${people(count, 'has', 'have')} a sign-in that the owner disowned, and none of the owner since`,
  },
  'administrator-without-strong-factor': {
    severity: 'error',
    message: (count) => `${count} ${count === 1 ? 'administrator has' : 'administrators have'} no strong factor`,
  },
  'one-policy-administrator': {
    severity: 'warning',
    message: () => 'one account alone administers the policy',
  },
  'one-passkey-only': {
    severity: 'warning',
    message: (count) => `${people(count, 'has', 'have')} one passkey only`,
  },
  'no-backup-codes': { severity: 'warning', message: (count) => `${people(count, 'has', 'have')} no backup codes` },
  dormant: { severity: 'warning', message: (count) => `${people(count, 'has', 'have')} not signed in for a long time` },
  'never-signed-in': { severity: 'info', message: (count) => `${people(count, 'has', 'have')} never signed in` },
};

function people(count: number, one: string, many: string): string {
  return count === 1 ? `1 account ${one}` : `${count} accounts ${many}`;
}

const GRAVITY: readonly RiskView['severity'][] = ['error', 'warning', 'info'];

export type CountedRisk = Omit<RiskView, 'accounts'>;

export async function risksOf(kernel: Kernel, tenant: TenantId): Promise<RisksView> {
  const census = await censusOf(unplaced(kernel), tenant);
  const counted = await countedRisks(kernel, tenant, census);
  const risks = await Promise.all(
    counted.map(async (risk): Promise<RiskView> => {
      const { items } = await pageOfPeople(kernel, tenant, census, { risk: risk.code }, SHOWN);
      const accounts = items.map(({ account }) => ({ ...namedAccountOf(account), createdAt: account.createdAt }));
      return { ...risk, accounts };
    }),
  );
  return { risks, pending: pendingOf(census) };
}

/** Nobody has signed in to these accounts, so `never` of the store counts them. */
function invitedOf(kernel: Kernel, census: Census): number {
  const isRisk = riskIn(kernel, census, 'never-signed-in');
  return countIn(census.groups, (profile) => !profile.blocked && !isRisk(profile));
}

export async function countedRisks(kernel: Kernel, tenant: TenantId, census: Census): Promise<readonly CountedRisk[]> {
  const before = instant(kernel.now() - (census.inForce.policy.dormant?.after ?? DORMANT_AFTER));
  const signIns = await kernel.store.countAccountsBySignIn(tenant, {
    before,
    except: textsOf(census, ({ blocked }) => blocked),
  });
  const beside: Partial<Record<RiskCode, number>> = {
    attacked: census.attacked.length,
    dormant: signIns.before,
    'never-signed-in': Math.max(0, signIns.never - invitedOf(kernel, census)),
  };
  const ofAccounts = Object.entries(RISKS).flatMap(([code, { severity, message }]): CountedRisk[] => {
    const hasRisk = riskIn(kernel, census, code as RiskCode);
    const counted = countIn(census.groups, hasRisk);
    const count = beside[code as RiskCode] ?? counted;
    return count <= 0 ? [] : [{ code: code as RiskCode, severity, count, message: message(count) }];
  });
  const findings = await findingsOf(census.inForce.policy);
  const ofPolicy = findings
    .filter(({ code, severity }) => severity !== 'info' && code !== 'not-exhaustive')
    .map(({ severity, message }): CountedRisk => ({ code: 'policy-finding', severity, count: 1, message }));
  return [...ofAccounts, ...ofPolicy].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
}
