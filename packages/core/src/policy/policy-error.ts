/** A problem in a policy. */
export interface PolicyProblem {
  /** Dotted path of the problem, for example `roles.admin.requiredStrength`; empty for the whole policy. */
  readonly path: string;
  /** The problem in English, for the policy's author. */
  readonly message: string;
  /** `not-configured`: the policy names something that the host has not configured. */
  readonly code?: 'not-configured';
  /** The nearest right name, if a name was misspelt. */
  readonly nearest?: string;
}

/** Thrown by `definePolicy` and `parsePolicy` with every problem and its path. */
export class PolicyError extends Error {
  /** Always `policy-invalid`, the problem code over HTTP. */
  readonly code = 'policy-invalid';
  /** Every problem of the policy. Never empty. */
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super(`the policy has ${listOf(problems, '(policy)')}`);
    this.name = 'PolicyError';
    this.problems = problems;
  }
}

/** @param whole the path of a problem of the whole document */
export function listOf(problems: readonly PolicyProblem[], whole: string): string {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return `${count}:\n${problems.map(({ path, message }) => `  ${path === '' ? whole : path}: ${message}`).join('\n')}`;
}
