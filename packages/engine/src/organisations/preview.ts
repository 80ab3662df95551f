import { anywhere, type Instant, type Reason, reasonForPerson } from '@sallyport/core';
import type { AccountRecord, TenantId } from '@sallyport/store';
import { cursorsOf } from '../administration/cursors.ts';
import { wordedForAdministrator } from '../administration/policy-impact.ts';
import type { OrganisationImpact, Refusal } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { asLastKnown } from '../state/host-roles.ts';
import { liveOrganisation } from '../state/live-organisation.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { compiledRule } from './named.ts';
import { membersOf, ownerOf, placesOf, reachThere } from './owners.ts';

const PAGE = 100;

type Counts = { -readonly [Count in 'enters' | 'mustEnroll' | 'cannot']: number };
type Affected = OrganisationImpact['members'][number];

/** In no context. A context that asks for more asks at the door. */
export async function preview(
  kernel: Kernel,
  tenant: TenantId,
  id: string,
  { rule, cursor }: { readonly rule: unknown; readonly cursor: string | undefined },
): Promise<OrganisationImpact | Refusal> {
  const cursors = cursorsOf(tenant, 'organisation-preview', id);
  const after = cursors.placeOf(cursor);
  const policy = anywhere((await readPolicyInForce(kernel, tenant)).policy);
  const now = kernel.now();
  const rules = compiledRule(policy, id, rule, now);
  if ('refused' in rules) return rules;
  if (kernel.hostMembers !== undefined) return { refused: 'roles-from-host' };
  if ((await liveOrganisation(kernel, tenant, id)) === undefined) return { refused: 'not-found' };
  const total = none();
  const dates = new Map<Instant, Counts>(
    rules.later.filter(({ from }) => from > now).map(({ from }) => [from, none()]),
  );
  const affected: Affected[] = [];
  for await (const { accountId, roles } of membersOf(kernel, tenant, id)) {
    const stored = await kernel.store.readAccount(tenant, accountId);
    if (stored === undefined) continue;
    const account = await asLastKnown(kernel, stored);
    const places = placesOf({ policy, rules, now }, roles);
    const [present, ...later] = places.map((place) => ({ ...place, ...reachedBy(place, account, now) }));
    if (present === undefined) continue;
    total[present.count]++;
    for (const [from, counts] of dates)
      counts[later.findLast((one) => one.from !== undefined && one.from <= from)?.count ?? present.count]++;
    if (present.count === 'enters' || (after !== undefined && accountId <= after) || affected.length > PAGE) continue;
    const { because, offer } = present.reach;
    affected.push({
      ...{
        accountId,
        impact: present.count === 'mustEnroll' ? 'must-enroll' : 'cannot',
        because: told(account, because),
      },
      ...(offer !== undefined && present.count === 'mustEnroll' && { offer }),
    });
  }
  const members = affected.slice(0, PAGE);
  const keeper = await ownerOf(kernel, { tenant, policy, rules, now });
  const next = affected.length > PAGE ? cursors.at(members.at(-1)?.accountId) : undefined;
  return {
    ...total,
    dates: [...dates].map(([from, counts]) => ({ from, ...counts })),
    members,
    ...(keeper === undefined &&
      policy.organisations.administrators.rule.length > 0 && { strandsOwners: true as const }),
    ...(next !== undefined && { next }),
  };
}

function none(): Counts {
  return { enters: 0, mustEnroll: 0, cannot: 0 };
}

/** What the vendor asks of a person, by roles that an owner does not learn, stays out. */
function told({ block }: AccountRecord, because: readonly Reason[]): Affected['because'] {
  if (block !== undefined) return wordedForAdministrator([BLOCKED]);
  const own = because.filter(({ source }) => typeof source === 'object' && 'organisation' in source);
  return wordedForAdministrator(own.map(reasonForPerson));
}

const BLOCKED: Reason = { code: 'account-blocked', params: {}, source: 'account' };

const COUNTED = { unaffected: 'enters', 'must-enroll': 'mustEnroll', stranded: 'cannot' } as const;

function reachedBy(place: Parameters<typeof reachThere>[0], account: AccountRecord, now: Instant) {
  const reach = reachThere(place, account, now);
  return { reach, count: account.block === undefined ? COUNTED[reach.impact] : COUNTED.stranded };
}
