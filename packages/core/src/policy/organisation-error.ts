import { listOf, type PolicyProblem } from './policy-error.ts';

/** Thrown by `defineOrganisation` with every problem of an organisation's rule and its path. */
export class OrganisationError extends Error {
  /** Always `organisation-invalid`. */
  readonly code = 'organisation-invalid';
  /** Every problem of the rule. Never empty. */
  readonly problems: readonly PolicyProblem[];

  constructor(id: string, problems: readonly PolicyProblem[]) {
    super(`the rule of the organisation '${id}' has ${listOf(problems, '(rule)')}`);
    this.name = 'OrganisationError';
    this.problems = problems;
  }
}
