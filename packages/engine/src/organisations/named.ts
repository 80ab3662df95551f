import {
  defineOrganisation,
  type Instant,
  maskOf,
  type Organisation,
  OrganisationError,
  type Policy,
  WAY_IN_METHODS,
} from '@sallyport/core';
import type { OrganisationRecord, TenantId } from '@sallyport/store';
import { type Doer, doerIn } from '../acts/doer.ts';
import { malformedAuthor, tenantNamed } from '../administration/account-ref.ts';
import type { ActedBy, OfTenant, OrganisationView, Refusal } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';

export function actorIn(
  kernel: Kernel,
  organisation: string,
  input: ActedBy & OfTenant,
): { readonly tenant: TenantId; readonly by: Doer } | Refusal {
  const malformed = malformedAuthor(input);
  if (malformed !== undefined) return malformed;
  const tenant = tenantNamed(kernel, input.tenant, input.by);
  const by = doerIn(organisation, input.by, tenant);
  return by.tenant === tenant ? { tenant, by } : { refused: 'not-permitted' };
}

/** The compiled rule, which names only what the policy has and the host brings, and no moment to come after which proofs count. */
export function compiledRule(
  policy: Policy,
  id: string,
  rule: unknown,
  now: Instant,
): Organisation | Refusal<'malformed-input'> {
  try {
    const compiled = defineOrganisation(policy, id, rule);
    const problems = [...closedWays(policy, compiled), ...momentToCome(compiled, now)];
    return problems.length === 0 ? compiled : malformedRule(problems);
  } catch (error) {
    if (!(error instanceof OrganisationError)) throw error;
    return malformedRule(error.problems);
  }
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

function malformedRule(problems: readonly Problem[]): Refusal<'malformed-input'> {
  const errors = problems.map(({ path, message }) => ({ path: path === '' ? 'rule' : `rule.${path}`, message }));
  return { refused: 'malformed-input', errors };
}

/** Until then no proof of anybody would count. */
function momentToCome({ proofsAfter }: Organisation, now: Instant): readonly Problem[] {
  if (proofsAfter === undefined || proofsAfter <= now) return [];
  const message = `is in the future, and nobody could enter until then; write the present time, '${new Date(now).toISOString()}'`;
  return [{ path: 'proofsAfter', message }];
}

/** Of the lists of ways in, as they stand in the document. */
function closedWays({ brought }: Policy, { document }: Organisation): readonly Problem[] {
  const missing = WAY_IN_METHODS.filter((method) => (brought & maskOf([method])) === 0);
  const look = (value: unknown, path: readonly string[]): readonly Problem[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, one]): readonly Problem[] =>
      name === 'methods' && Array.isArray(one)
        ? one.flatMap((method, place) =>
            missing.includes(method)
              ? [{ path: [...path, name, place].join('.'), message: `the app brings no '${method}'` }]
              : [],
          )
        : look(one, [...path, name]),
    );
  };
  return look(document, []);
}

export function organisationView({
  id,
  name,
  version,
  document,
  changedAt,
  changedBy,
}: OrganisationRecord): OrganisationView {
  return { id, ...(name !== undefined && { name }), version, rule: document, changedAt, changedBy };
}
