import type { Reason } from '../policy/reason.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';

/** The binding of a grant: an account, a flow and a policy version of a tenant. A grant is valid nowhere else. */
export interface GrantScope {
  /** The id of the tenant; the engine's default is `default`. */
  readonly tenant: string;
  /** The id of the account that the session will belong to. */
  readonly accountId: string;
  /** The id of the flow that gathered the evidence. A flow leads to at most one grant. */
  readonly flowId: string;
  /** The number of the policy version that decided. */
  readonly policyVersion: number;
}

/** No code outside this module can call the constructor, even with a cast. */
const KEY = Symbol('grant');

let issue: (
  scope: GrantScope,
  strength: BuiltInStrength,
  evidence: readonly Evidence[],
  because: readonly Reason[],
) => Grant;

/**
 * A granted decision that can be made into a session (N3). Only `issueGrant` makes a grant, and this package does not
 * export that function. Because of the private field, code outside cannot write a grant down, copy it by a spread, or cast
 * another value to it.
 */
export class Grant {
  readonly #genuine: true = true;
  /** The binding to an account, a flow and a policy version. Frozen. */
  readonly scope: GrantScope;
  /** The strongest built-in strength that `evidence` satisfies. */
  readonly strength: BuiltInStrength;
  /** The evidence of the session, without enrollment codes and reset links. */
  readonly evidence: readonly Evidence[];
  /** The reasons of the decision: the requirements that the evidence satisfies. Frozen. */
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

export function issueGrant(
  scope: GrantScope,
  strength: BuiltInStrength,
  evidence: readonly Evidence[],
  because: readonly Reason[],
): Grant {
  return issue(scope, strength, evidence, because);
}
