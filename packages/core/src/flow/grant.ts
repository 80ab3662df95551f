import type { Reason } from '../policy/reason.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';

/** Whom and what a grant is for: it fits one account in one flow under one version of the policy, and nothing else. */
export interface GrantScope {
  readonly tenant: string;
  readonly accountId: string;
  readonly flowId: string;
  readonly policyVersion: number;
}

/** Known to this module alone: the constructor cannot be called without it, by whatever cast. */
const KEY = Symbol('grant');

let issue: (
  scope: GrantScope,
  strength: BuiltInStrength,
  evidence: readonly Evidence[],
  because: readonly Reason[],
) => Grant;

/**
 * A granted decision that can be made into a session (N3). The only way to one is {@link issueGrant}, which this package does
 * not export: the private mark cannot be written down, copied by a spread or cast into being.
 */
export class Grant {
  readonly #genuine: true = true;
  readonly scope: GrantScope;
  readonly strength: BuiltInStrength;
  /** What the session rests on. Enrollment codes and reset links are not part of it. */
  readonly evidence: readonly Evidence[];
  readonly because: readonly Reason[];

  private constructor(
    key: symbol,
    scope: GrantScope,
    strength: BuiltInStrength,
    evidence: readonly Evidence[],
    because: readonly Reason[],
  ) {
    if (key !== KEY) throw new TypeError('a grant is issued by a decision, and made by nobody else');
    this.scope = Object.freeze({ ...scope });
    this.strength = strength;
    this.evidence = Object.freeze([...evidence]);
    this.because = Object.isFrozen(because) ? because : Object.freeze([...because]);
    Object.freeze(this);
  }

  /** Whether a value is a grant that the core issued. */
  static isGenuine(value: unknown): value is Grant {
    return typeof value === 'object' && value !== null && #genuine in value && value.#genuine;
  }

  static {
    issue = (scope, strength, evidence, because) => new Grant(KEY, scope, strength, evidence, because);
  }
}

/** Makes a grant. For the flow alone. */
export function issueGrant(
  scope: GrantScope,
  strength: BuiltInStrength,
  evidence: readonly Evidence[],
  because: readonly Reason[],
): Grant {
  return issue(scope, strength, evidence, because);
}
