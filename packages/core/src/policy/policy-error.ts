/** One thing that is wrong with a policy. */
export interface PolicyProblem {
  /** Where, as a dotted path: `roles.admin.requiredStrength`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  /** `not-configured`: it names what the host does not bring. */
  readonly code?: 'not-configured';
  /** The nearest right name, if one was misspelt. */
  readonly nearest?: string;
}

/** Thrown by `definePolicy`: every problem there is, each with its path. */
export class PolicyError extends Error {
  readonly code = 'policy-invalid';
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super(
      `the policy has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map(({ path, message }) => `  ${path === '' ? '(policy)' : path}: ${message}`).join('\n')}`,
    );
    this.name = 'PolicyError';
    this.problems = problems;
  }
}
