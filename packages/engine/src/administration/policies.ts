import { instant, SHADOW_EFFECTS } from '@sallyport/core';
import type { PolicyRecord, TenantId } from '@sallyport/store';
import { type Doer, doerOf } from '../acts/doer.ts';
import type { ActedBy, ComparedImpact, Policies, PolicyView, Refusal } from '../contract/index.ts';
import { MalformedQuery } from '../contract/malformed-query.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { knownTenant } from '../state/tenant-id.ts';
import { malformedAuthor } from './account-ref.ts';
import { accountsInForce } from './accounts-for-preview.ts';
import { cursorsOf } from './cursors.ts';
import { malformedFreeText } from './host-input.ts';
import { changePolicy } from './policy-change.ts';
import { compiledPolicy, documentOf, impactCursors, impactOf } from './policy-impact.ts';
import { type KeeperAsked, keeperAfter } from './policy-keeper.ts';
import { threatsOf } from './policy-threats.ts';
import { endShadow, shadowReport, startShadow } from './shadow.ts';
import { withAuthors } from './shown-events.ts';
import { whatIf } from './what-if.ts';

export function policies(kernel: Kernel): Undeclared<Policies> {
  const anywhere = unplaced(kernel);
  return {
    current: (tenant) => current(anywhere, knownTenant(kernel, tenant)),
    versions: (tenant, page = {}) => versions(kernel, knownTenant(kernel, tenant), page),
    preview: (tenant, policy, asked = {}) => preview(anywhere, knownTenant(kernel, tenant), policy, asked),
    accounts: (tenant) => accountsInForce(anywhere, knownTenant(kernel, tenant)),
    whatIf: async (tenant, asked) => whatIf(anywhere, knownTenant(kernel, tenant), asked),
    async shadow(name, written, { ifVersion, ...input }) {
      const doer = doerIn(kernel, name, input);
      return 'refused' in doer ? doer : startShadow(kernel, doer, written, { ifVersion, note: input.note });
    },
    async endShadow(name, input) {
      const doer = doerIn(kernel, name, input);
      return 'refused' in doer ? doer : endShadow(kernel, doer);
    },
    shadowReport: async (name, page = {}) => {
      const tenant = knownTenant(kernel, name);
      if (page.effect !== undefined && !SHADOW_EFFECTS.includes(page.effect))
        throw new MalformedQuery('effect', `is ${SHADOW_EFFECTS.join(', ')}`);
      return shadowReport(anywhere, tenant, page);
    },
    async set(name, written, { ifVersion, ...input }) {
      const doer = doerIn(kernel, name, input);
      if ('refused' in doer) return doer;
      const policy = compiledPolicy(kernel, doer.tenant, written);
      if ('refused' in policy) return policy;
      return changePolicy(kernel, { by: doer, policy, ifVersion, note: input.note });
    },
  };
}

function doerIn(kernel: Kernel, name: string, { by, note }: ActedBy & { readonly note?: string }): Doer | Refusal {
  const tenant = knownTenant(kernel, name);
  const malformed = malformedAuthor({ by }) ?? (note === undefined ? undefined : malformedFreeText(note, 'note'));
  if (malformed !== undefined) return malformed;
  const doer = doerOf(by, tenant);
  return doer.tenant === tenant ? doer : { refused: 'not-permitted' };
}

async function current(kernel: Kernel, tenant: TenantId): Promise<PolicyView> {
  const record = await kernel.store.readPolicy(tenant);
  if (record !== undefined) {
    kernel.policies.noteRemoval(record);
    kernel.policies.refuseRemoved(tenant);
    const [shown = policyView(record)] = await withAuthors(kernel, tenant, 'changedBy', [policyView(record)]);
    return { ...shown, ...floorIn(kernel, tenant) };
  }
  return {
    ...floorIn(kernel, tenant),
    policy: documentOf(kernel.policies.known(tenant).policy),
    version: 0,
    changedAt: instant(0),
    changedBy: 'system',
  };
}

async function versions(
  kernel: Kernel,
  tenant: TenantId,
  { cursor }: { readonly cursor?: string },
): Promise<{ versions: readonly PolicyView[]; next?: string }> {
  const cursors = cursorsOf(tenant, 'policy-versions');
  const page = { limit: 50, cursor: cursors.placeOf(cursor) };
  const { items, next } = await kernel.store.listPolicyVersions(tenant, page);
  const shown = await withAuthors(kernel, tenant, 'changedBy', items.map(policyView));
  return { versions: shown, next: cursors.at(next) };
}

async function preview(
  kernel: UnplacedKernel,
  tenant: TenantId,
  written: unknown,
  { cursor, compare, by }: NonNullable<Parameters<Policies['preview']>[2]>,
): Promise<ComparedImpact | Refusal> {
  const malformed = by === undefined ? undefined : malformedAuthor({ by });
  if (malformed !== undefined) return malformed;
  const doer = by === undefined ? undefined : doerOf(by, tenant);
  if (doer !== undefined && doer.tenant !== tenant) return { refused: 'not-permitted' };
  const policy = compiledPolicy(kernel, tenant, written);
  if ('refused' in policy) return policy;
  const after = impactCursors(tenant).placeOf(cursor);
  const { policy: before } = await readPolicyInForce(kernel, tenant);
  const threats = after === undefined ? await threatsOf(kernel, tenant, { policy, before }) : undefined;
  const asked = { policy, before, onAccount: threats?.count };
  const { view, newlyStranded, administratorIds, formerIds } = await impactOf(kernel, tenant, asked, after);
  const change = { policy, before, administratorIds, formerIds };
  return {
    ...view,
    ...(doer !== undefined && (await strands(kernel, doer, change)) ? { strandsAdministrators: true as const } : {}),
    ...(await threats?.result()),
    ...(compare === true ? { newlyStranded: newlyStranded.count } : {}),
    ...(compare === true && newlyStranded.from !== undefined ? { newlyStrandedFrom: newlyStranded.from } : {}),
  };
}

async function strands(kernel: Kernel, by: Doer, change: Omit<KeeperAsked, 'by' | 'recorded'>): Promise<boolean> {
  const recorded = (await kernel.store.readAdministrators(by.tenant))?.accountIds ?? [];
  return isRefusal(await keeperAfter(kernel, { by, recorded, ...change }));
}

function floorIn(kernel: Kernel, tenant: TenantId): Pick<PolicyView, 'floor'> {
  const { floor } = kernel.of(tenant).host;
  return floor === undefined ? {} : { floor: { ...floor } };
}

function policyView({ document, version, changedAt, changedBy, note, shadow }: PolicyRecord): PolicyView {
  return {
    ...{ policy: document, version, changedAt, changedBy, note },
    ...(shadow !== undefined && { shadow: { since: shadow.since, note: shadow.note } }),
  };
}
