import type { Policy } from '@sallyport/core';
import { type Finding, verifyPolicy } from '@sallyport/core/analysis';
import type { TenantId } from '@sallyport/store';
import type { RiskCode, RiskView } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Census, censusOf, named } from './census.ts';

const SHOWN = 10;

/** The gravity and the words of each risk of accounts, the gravest first. */
const RISKS: Readonly<
  Record<
    Exclude<RiskCode, 'policy-finding'>,
    { readonly severity: RiskView['severity']; readonly message: (count: number) => string }
  >
> = {
  attacked: { severity: 'error', message: (count) => `${people(count, 'is', 'are')} under attack by wrong guesses` },
  'administrator-without-strong-factor': {
    severity: 'error',
    message: (count) => `${count} ${count === 1 ? 'administrator has' : 'administrators have'} no strong factor`,
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

export async function risksOf(kernel: Kernel, tenant: TenantId): Promise<readonly RiskView[]> {
  return risksIn(await censusOf(kernel, tenant));
}

/** The risks that exist, the gravest first. */
export function risksIn({ people: all, inForce }: Census): readonly RiskView[] {
  const ofAccounts = Object.entries(RISKS).flatMap(([code, { severity, message }]): RiskView[] => {
    const having = all.filter(({ risks }) => risks.includes(code as RiskCode));
    if (having.length === 0) return [];
    const accounts = having.slice(0, SHOWN).map(named);
    return [{ code: code as RiskCode, severity, count: having.length, message: message(having.length), accounts }];
  });
  const ofPolicy = findingsOf(inForce.policy).map(
    ({ severity, message }): RiskView => ({ code: 'policy-finding', severity, count: 1, message, accounts: [] }),
  );
  return [...ofAccounts, ...ofPolicy].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
}

/** The most decisions of the check, which then takes some milliseconds. `sallyport check` checks everything. */
const DECISIONS = 1_000;

const known = new WeakMap<Policy, readonly Finding[]>();

/** The errors and warnings of the analysis of a policy. A policy is analysed once. */
function findingsOf(policy: Policy): readonly Finding[] {
  const before = known.get(policy);
  if (before !== undefined) return before;
  const { findings } = verifyPolicy(policy, { decisionsAtMost: DECISIONS });
  const found = findings.filter(({ code, severity }) => severity !== 'info' && code !== 'not-exhaustive');
  known.set(policy, found);
  return found;
}
