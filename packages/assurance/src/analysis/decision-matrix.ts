import {
  type AccountFactors,
  type Decision,
  type Evidence,
  evaluate,
  type Policy,
  type Reason,
  requirementsOf,
} from '@sallyport/core';
import { AT, isSaidAgain, proofsOf, requirementReasons } from '@sallyport/core/model';
import { factorWords, proofWord } from './findings/wording.ts';
import { matrixMarkdown } from './matrix/markdown.ts';
import { ordinaryAccounts } from './matrix/ordinary-accounts.ts';
import type { MatrixRow } from './matrix/row.ts';
import { effectiveRuleOf, effectiveRules } from './world/effective-rules.ts';
import { walk } from './world/walk.ts';

/** The rows of the table. Every default is small enough for a person to read the table. */
export interface MatrixOptions {
  /** The sets of roles. Default: no role, each role, and pairs of roles with a joined rule that no single role has. */
  readonly roles?: readonly (readonly string[])[];
  /** The accounts' factors. Default: each way in that the policy mentions, alone and with usual second factors. */
  readonly factorSets?: readonly AccountFactors[];
  /**
   * The proofs, by method names; combinations that the account cannot give are left out. Default: every proof that is asked
   * for, in each order.
   */
  readonly evidenceSets?: readonly (readonly Evidence['method'][])[];
}

/** The truth table of a policy: every decision, with equal rows joined. */
export interface DecisionMatrix {
  /** In a fixed order, so that two versions compare line by line. */
  readonly rows: readonly MatrixRow[];
  /** The rows as a Markdown table. The order of members in the policy has no influence. */
  readonly toMarkdown: () => string;
  /** The rows as plain data. The order of members in the policy has no influence. */
  readonly toJSON: () => { readonly rows: readonly MatrixRow[] };
}

/**
 * The truth table of a policy. A row has roles, factors and proofs, the decision, and the contributors of the requirements.
 * Made to be kept in a file and read in a diff: the order of rows does not depend on the order in the policy.
 *
 * @example
 * ```ts
 * import { definePolicy } from '@sallyport/core';
 * import { decisionMatrix } from '@sallyport/assurance';
 *
 * console.log(decisionMatrix(definePolicy({ requiredStrength: 'enhanced' })).toMarkdown());
 * ```
 */
export function decisionMatrix(policy: Policy, options: MatrixOptions = {}): DecisionMatrix {
  const factorSets = options.factorSets ?? ordinaryAccounts(policy);
  const rows = roleGroups(policy, options.roles).flatMap((group) =>
    collapse(factorSets.flatMap((factors) => rowsOf(policy, group, factors, options.evidenceSets))),
  );
  return { rows, toMarkdown: () => matrixMarkdown(rows, factorSets.length), toJSON: () => ({ rows }) };
}

function rowsOf(
  policy: Policy,
  group: RoleGroup,
  factors: AccountFactors,
  evidenceSets: MatrixOptions['evidenceSets'],
): MatrixRow[] {
  const ask = (evidence: readonly Evidence[], local = true): Decision =>
    evaluate(policy, { account: { roles: group.roles, factors }, evidence, now: AT, local });
  const asked = [...new Set(group.roleSets.flatMap((set) => whoAsked(policy, set, factors)))].sort();
  const row = (evidence: readonly Evidence[], local: boolean): MatrixRow => {
    const { because, ...answer } = ask(evidence, local);
    return {
      roles: group.roleSets,
      factors: [factorWords(factors)],
      evidence: evidence.map(proofWord),
      local: local && redirects && evidence.length === 0 ? true : undefined,
      ...answer,
      asked: [...asked, ...because.map(({ code }) => code).filter((code) => OBSTACLES.has(code))],
    };
  };
  const redirects = ask([], false).outcome === 'redirect';
  const steps =
    evidenceSets === undefined
      ? walk(proofsOf(policy, factors), ask).steps.map(({ evidence }) => evidence)
      : evidenceSets.flatMap((methods) => evidenceOf(policy, factors, methods));
  return [...(redirects ? [row([], false)] : []), ...steps.map((evidence) => row(evidence, true))];
}

const OBSTACLES: ReadonlySet<Reason['code']> = new Set(['enrollment-needs-vouching', 'same-mailbox', 'sso-preferred']);

function nameOfSource(source: Exclude<Reason['source'], string>): string {
  if ('context' in source) return [source.organisation ?? [], source.context].flat().join('/');
  return 'organisation' in source ? [source.organisation, source.role ?? []].flat().join('/') : source.role;
}

/** For example `tenant: baseline`, `contractor: enhanced`, `employee: by sso` */
function whoAsked(policy: Policy, roles: readonly string[], factors: AccountFactors): string[] {
  const account = { roles, factors };
  return requirementReasons(requirementsOf(policy, account), account).map(({ source, params }) => {
    const who = typeof source === 'object' ? nameOfSource(source) : source;
    const methods = params['methods'];
    return Array.isArray(methods) ? `${who}: by ${methods.join(' ')}` : `${who}: ${params['strength']}`;
  });
}

function evidenceOf(policy: Policy, factors: AccountFactors, methods: readonly string[]): Evidence[][] {
  const proofs = proofsOf(policy, factors);
  let lists: Evidence[][] = [[]];
  for (const method of methods)
    lists = lists.flatMap((list) =>
      proofs
        .filter((proof) => proof.method === method && !list.includes(proof) && !isSaidAgain(proof, list))
        .map((proof) => [...list, proof]),
    );
  return lists;
}

function collapse(rows: readonly MatrixRow[]): MatrixRow[] {
  const distinct = new Map<string, MatrixRow>();
  for (const { factors, ...row } of rows) {
    const key = JSON.stringify(row);
    distinct.set(key, { ...row, factors: [...(distinct.get(key)?.factors ?? []), ...factors] });
  }
  return [...distinct.values()].sort((a, b) => a.evidence.length - b.evidence.length || compare(a, b));
}

function compare(a: MatrixRow, b: MatrixRow): number {
  const textOf = ({ local, evidence, factors }: MatrixRow): string => JSON.stringify([local, evidence, factors]);
  return textOf(a) === textOf(b) ? 0 : textOf(a) < textOf(b) ? -1 : 1;
}

interface RoleGroup {
  readonly roles: readonly string[];
  readonly roleSets: readonly (readonly string[])[];
}

function roleGroups(
  policy: Policy,
  roleSets: readonly (readonly string[])[] = ordinaryRoleSets(policy),
): readonly RoleGroup[] {
  const groups = new Map<string, RoleGroup>();
  for (const roles of roleSets) {
    const { strengths, methods } = effectiveRuleOf(policy, roles);
    const key = `${strengths}/${methods}`;
    const group = groups.get(key) ?? { roles, roleSets: [] };
    groups.set(key, { ...group, roleSets: [...group.roleSets, roles] });
  }
  return [...groups.values()];
}

function ordinaryRoleSets(policy: Policy): (readonly string[])[] {
  const single = [...policy.roles.keys()].sort().map((name) => [name]);
  const together = effectiveRules(policy, { rolesAtOnce: 2 }).rules.filter(({ roles }) => roles.length > 1);
  return [[], ...single, ...together.map(({ roles }) => roles)];
}
