import type { AccountFacts, Instant, Policy } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { ImpactView } from '../contract/index.ts';
import type { UnplacedKernel } from '../kernel/kernel.ts';
import { documentOf } from './policy-impact.ts';

const MOST_ROWS = 100;

export interface ThreatsImpact {
  readonly count: (facts: AccountFacts) => void;
  result(): Promise<Pick<ImpactView, 'threats' | 'betterThreats' | 'threatAnalysis'>>;
}

function lastBegun(...policies: readonly Policy[]): Instant | undefined {
  return policies.flatMap(({ begun }) => begun?.since ?? []).sort((one, other) => other - one)[0];
}

/** Returns `undefined` if the host turned the comparison off. */
export async function threatsOf(
  kernel: UnplacedKernel,
  tenant: TenantId,
  { policy, before }: { readonly policy: Policy; readonly before: Policy },
): Promise<ThreatsImpact | undefined> {
  if (kernel.threats === undefined) return undefined;
  const { betterThreatRows, byAccounts, threatKinds, threatRows } = await import('../kernel/policy-analysis.ts');
  const { host } = kernel.of(tenant);
  const { vault = false, directory } = host;
  const threats = { vault, ...(directory === undefined ? {} : { directory: { name: directory } }) };
  const kinds = threatKinds({ from: before, to: policy, host: threats });
  const comparing = kernel.threats.compare({
    ...{ from: documentOf(before), to: documentOf(policy), host, threats },
    begun: lastBegun(before, policy),
  });
  return {
    count: kinds.count,
    async result() {
      const answer = await comparing;
      const none = { more: 0, less: 0, undecided: 0 };
      if (answer.state !== 'analysed') return { threatAnalysis: { state: answer.state, ...none } };
      const { worse, better, undecided } = answer.change;
      const rows = byAccounts(worse, kinds.countOf)
        .slice(0, MOST_ROWS)
        .flatMap(({ cell, accounts }) => threatRows({ worse: [cell] }).map((row) => ({ ...row, accounts })));
      const betterRows = byAccounts(better, kinds.countOf)
        .slice(0, MOST_ROWS)
        .flatMap(({ cell, accounts }) => betterThreatRows({ better: [cell] }).map((row) => ({ ...row, accounts })));
      const state = undecided === 0 ? 'decided' : 'not-decided';
      return {
        threats: rows,
        ...(betterRows.length === 0 ? {} : { betterThreats: betterRows }),
        threatAnalysis: { state, more: worse.length, less: better.length, undecided },
      };
    },
  };
}
