import { domainToASCII } from 'node:url';
import type { AccountForPreview, MostStranded } from '@sallyport/assurance';
import {
  type AccountFacts,
  administers,
  anywhere,
  explainReason,
  methodDescriptor,
  type Policy,
  PolicyError,
  parsePolicy,
  type Reason,
  WAY_IN_METHODS,
  withAsciiDomains,
} from '@sallyport/core';
import type { AccountId, AccountRecord, PolicyDocument, TenantId } from '@sallyport/store';
import type { ImpactView, NotBegun, Refusal, WordedReason } from '../contract/index.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import { namedAccountOf } from '../state/named-account.ts';
import { rolesOf } from '../state/roles.ts';
import { accountsForPreview } from './accounts-for-preview.ts';
import { type Cursors, cursorsOf } from './cursors.ts';

const PAGE = 100;

const CHANGES = '0';
const SETS_UP_OTHER = '1';
const STAYS = '2';
const ORDERS = [CHANGES, SETS_UP_OTHER, STAYS] as const;
type Order = (typeof ORDERS)[number];

interface Placed<Entry> {
  readonly entry: Entry;
  readonly place: string;
}

type Affected = Placed<ImpactView['accounts'][number]>;
type Freed = Placed<NonNullable<ImpactView['freed']>[number]>;

export function documentOf({ document }: Policy): PolicyDocument {
  return { ...document };
}

export function compiledPolicy(kernel: Kernel, tenant: TenantId, written: unknown): Policy | Refusal {
  const { host } = kernel.of(tenant);
  try {
    return anywhere(parsePolicy(withAsciiDomains(written, domainToASCII), host), kernel.now());
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return {
      refused: 'malformed-input',
      errors: error.problems.map(({ path, message }) => ({ path: path === '' ? 'policy' : `policy.${path}`, message })),
    };
  }
}

export interface Impact {
  readonly view: ImpactView;
  readonly administratorIds: readonly AccountId[];
  readonly formerIds: readonly AccountId[];
  readonly newlyStranded: MostStranded;
}

export interface ImpactAsked {
  readonly policy: Policy;
  readonly before: Policy;
  readonly onAccount?: ((facts: AccountFacts) => void) | undefined;
}

export function impactCursors(tenant: TenantId): Cursors {
  return cursorsOf(tenant, 'policy-impact');
}

export async function impactOf(
  kernel: UnplacedKernel,
  tenant: TenantId,
  { policy, before, onAccount }: ImpactAsked,
  after: string = '',
): Promise<Impact> {
  const { changedRules, previewPolicyChange } = await import('../kernel/policy-analysis.ts');
  const listed: Readonly<Record<Order, Affected[]>> = { [CHANGES]: [], [SETS_UP_OTHER]: [], [STAYS]: [] };
  const freed: Freed[] = [];
  const administratorIds: AccountId[] = [];
  const formerIds: AccountId[] = [];
  let current: { readonly account: AccountRecord; readonly shown: AccountForPreview } | undefined;
  async function* accounts(): AsyncGenerator<AccountForPreview> {
    for await (const { account, shown } of accountsForPreview(kernel, tenant, policy, before)) {
      current = { account, shown };
      const roles = rolesOf(account, policy.gives);
      if (administers(policy, roles, 'policy')) administratorIds.push(account.id);
      if (administers(before, roles, 'policy')) formerIds.push(account.id);
      onAccount?.(shown.facts);
      yield shown;
    }
  }
  const preview = await previewPolicyChange({
    from: before,
    to: policy,
    accounts: accounts(),
    limit: 0,
    onAffected({ impact, because, before: impactNow, setUpChanges }) {
      if (current === undefined) return;
      const { account, shown } = current;
      const named = namedAccountOf(account);
      const order = impact !== impactNow ? CHANGES : setUpChanges ? SETS_UP_OTHER : STAYS;
      const place = `${order}${named.identifier} ${named.accountId}`;
      if (place <= after) return;
      insert(listed[order], place, () => ({
        ...named,
        impact,
        because: wordedForAdministrator(because),
        setUpChanges,
        notBegun: notBegunOf(account, shown),
        hasCode: shown.vouched === true ? shown.vouched : undefined,
        blocked: shown.facts.blocked === true ? shown.facts.blocked : undefined,
      }));
    },
    onFreed() {
      if (current === undefined || after !== '') return;
      const named = namedAccountOf(current.account);
      insert(freed, `${named.identifier} ${named.accountId}`, () => named);
    },
  });
  const affected = ORDERS.flatMap((order) => listed[order]);
  const { unaffected, mustEnroll, stranded, vaults, moves = [], setUpChanges = 0 } = preview;
  const { askedForLess = 0, askedForMore = 0, dates, mostStranded: newlyStranded } = preview;
  const touchesVaults = vaults.withoutWay + vaults.withoutEmergency > 0;
  const view = {
    rules: changedRules(before, policy),
    moves,
    setUpChanges,
    askedForLess,
    askedForMore,
    dates,
    unaffected,
    mustEnroll,
    stranded,
    accounts: affected.slice(0, PAGE).map(({ entry }) => entry),
    freed: freed.length === 0 ? undefined : freed.slice(0, PAGE).map(({ entry }) => entry),
    vaults: touchesVaults ? vaults : undefined,
    next: impactCursors(tenant).at(affected.length > PAGE ? affected[PAGE - 1]?.place : undefined),
  };
  return { view, administratorIds, formerIds, newlyStranded };
}

/** Keeps one account more than a page, which tells that there is a next page. */
function insert<Entry>(list: Placed<Entry>[], place: string, entryOf: () => Entry): void {
  if (list[PAGE] !== undefined && list[PAGE].place < place) return;
  const behind = list.findIndex((other) => other.place > place);
  list.splice(behind === -1 ? list.length : behind, 0, { entry: entryOf(), place });
  list.length = Math.min(list.length, PAGE + 1);
}

function notBegunOf(
  { invited }: AccountRecord,
  { facts: { factors }, vouched }: AccountForPreview,
): NotBegun | undefined {
  if (WAY_IN_METHODS.some((method) => methodDescriptor(method)?.enrolled(factors))) return undefined;
  if (invited !== true) return 'nothing-set-up';
  return vouched === 'by-invitation' ? 'invited' : 'invitation-ended';
}

export function wordedForAdministrator(reasons: readonly Reason[]): WordedReason[] {
  return reasons.map(reasonForAdministrator);
}

export function reasonForAdministrator(reason: Reason): WordedReason {
  return { ...reason, message: explainReason(reason, 'administrator') };
}
