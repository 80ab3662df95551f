import fc from 'fast-check';
import type {
  DatedOrganisationRuleInput,
  OrganisationInput,
  OrganisationRuleInput,
  OrganisationsInput,
} from '../policy/organisation-input.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { CONTEXTS, rulesFor } from './contexts.test-support.ts';
import { NOW } from './facts.test-support.ts';
import type { NaiveEntered } from './naive-places.test-support.ts';
import { roleRule } from './worlds.test-support.ts';

/** The vendor's roles in organisations. `admin` is a role of accounts too. */
export const VENDORS_ROLES = ['owner', 'finance', 'admin'] as const;
const OWN_ROLES = ['guest', 'constructor'] as const;
/** Roles that a person may have, some of them unknown to everybody. */
export const ROLES_THERE = [...VENDORS_ROLES, ...OWN_ROLES, 'never-heard-of', '__proto__'] as const;

const MINUTE = 60_000;
const anyTime = fc.constantFrom(
  ...[-2 * 1440, -30, -1 / MINUTE, 0, 1 / MINUTE, 1440].map((minutes) => NOW + minutes * MINUTE),
);
const written = (time: number): string => new Date(time).toISOString();

const rule: fc.Arbitrary<OrganisationRuleInput<string>> = fc
  .tuple(
    roleRule,
    fc.record(
      { proofsWithin: fc.constantFrom('5m', '2h', '30d'), recentProof: fc.constantFrom('1m', '5m', '1h') },
      { requiredKeys: [] },
    ),
  )
  .map(([asked, ages]) => ({ ...asked, ...ages }));

const datedRule: fc.Arbitrary<DatedOrganisationRuleInput<string>> = fc
  .tuple(
    rule,
    fc.option(fc.uniqueArray(fc.tuple(anyTime, rule), { minLength: 1, maxLength: 2, selector: ([time]) => time })),
  )
  .map(([asked, later]) => ({
    ...asked,
    ...(later !== null && {
      later: later
        .toSorted(([one], [other]) => one - other)
        .map(([from, more]) => ({ from: written(from), proofsWithin: '30d' as const, ...more })),
    }),
  }));

export const anyOrganisations: fc.Arbitrary<OrganisationsInput<string>> = fc
  .tuple(fc.option(datedRule), rulesFor(VENDORS_ROLES, datedRule))
  .map(([ofAll, roles]) => ({
    ...ofAll,
    roles: { ...Object.fromEntries(VENDORS_ROLES.map((role) => [role, {}])), ...roles },
  }));

const anyOrganisation: fc.Arbitrary<OrganisationInput<string>> = fc
  .record({
    ofAll: fc.option(datedRule),
    roles: rulesFor([...VENDORS_ROLES, ...OWN_ROLES], datedRule),
    contexts: rulesFor(CONTEXTS, rule),
    proofsAfter: fc.option(anyTime),
  })
  .map(({ ofAll, roles, contexts, proofsAfter }) => ({
    ...ofAll,
    ...{ roles, contexts },
    ...(proofsAfter !== null && { proofsAfter: written(proofsAfter) }),
  }));

export const anyEntered: fc.Arbitrary<NaiveEntered> = fc.record({
  written: anyOrganisation,
  roles: fc.subarray([...ROLES_THERE]),
});

/** The organisation without the contexts that the policy does not have: `defineOrganisation` refuses them. */
export function enteredUnder({ contexts = {} }: PolicyInput<string>, entered: NaiveEntered): NaiveEntered {
  const known = Object.entries(entered.written.contexts ?? {}).filter(([name]) => Object.hasOwn(contexts, name));
  return { ...entered, written: { ...entered.written, contexts: Object.fromEntries(known) } };
}
