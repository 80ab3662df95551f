import type { Instant, Policy } from '@sallyport/core';
import type { AccountId, AccountKey, AccountRecord, AttemptAsked, StepLoaded, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import type { Entered } from '../kernel/request-place.ts';
import { countedBy, countedIn, type Guess } from './counted-guess.ts';
import { enter } from './entering.ts';
import { withNewPassword } from './sign-up-password.ts';
import { untilJudged } from './until-judged.ts';

export interface StepAsked {
  readonly tenant: TenantId;
  readonly flowHash?: string;
  readonly sessionHash?: string;
  readonly deviceHashes?: readonly string[];
  readonly account?: AccountKey;
  readonly guess?: (policy: Policy) => AttemptAsked;
  readonly in?: string | undefined;
  /** Otherwise a flow of the purpose `link` counts as absent. */
  readonly alsoLinks?: true;
}

export interface Loaded extends Omit<StepLoaded, 'policy' | 'attempt'> {
  readonly stored?: AccountRecord;
  readonly now: Instant;
  readonly inForce: PolicyInForce;
}

export interface Counted extends Loaded {
  readonly guess: Guess;
}

export function load(kernel: Kernel, asked: Omit<StepAsked, 'guess'>): Promise<Loaded> {
  return loadAndCount(kernel, asked);
}

/** If another process changed the policy, the store counts nothing, and the step begins again. */
export function loadAndCount(kernel: Kernel, { guess, alsoLinks, in: begun, ...asked }: StepAsked): Promise<Counted> {
  return untilJudged(kernel, async () => {
    for (;;) {
      // The time first: a session that opens at this time is judged by no rule that began later, and by each that had begun.
      const now = kernel.now();
      const inForce = kernel.policies.known(asked.tenant);
      const { policy, attempt, ...loaded } = await kernel.store.beginStep({
        ...{ now, knownPolicy: inForce.version },
        attempt: guess?.(inForce.policy),
        ...asked,
      });
      if (policy === undefined) {
        if (attempt.outcome === 'waits') return 'waits';
        const counted = attempt.outcome === 'counted' ? countedBy(kernel, asked.tenant, attempt.ref) : attempt;
        await using open = countedIn(counted)?.move();
        const found = alsoLinks === true ? loaded : withoutLink(loaded);
        await kernel.place.settle(inForce, provedAccount(found));
        const placed = kernel.place.inside(await enteredBy(kernel, found, begun)).in(inForce);
        const account = withNewPassword(placed.policy, found.flow, found.account);
        return { guess: open?.move() ?? counted, now, inForce: placed, ...found, account };
      }
      kernel.policies.learn(policy);
    }
  });
}

async function enteredBy(
  kernel: Kernel,
  { flow, account }: Found,
  organisation: string | undefined = flow?.raises?.in,
): Promise<Entered | undefined> {
  return organisation === undefined || account === undefined ? undefined : enter(kernel, account, organisation);
}

/** Before a proof nothing may depend on the account. */
function provedAccount({ flow }: Found): AccountId | undefined {
  return flow !== undefined && flow.evidence.length > 0 ? flow.accountId : undefined;
}

type Found = Omit<StepLoaded, 'policy' | 'attempt'>;

/** An unfinished link in the same browser must not block a sign-in. */
function withoutLink({ flow, ...loaded }: Found): Found {
  return flow === undefined || flow.purpose === 'link' ? loaded : { flow, ...loaded };
}
