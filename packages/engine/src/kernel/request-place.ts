import { anywhere, type Policy, policyIn } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { Caller } from '../contract/caller.ts';
import type { Told } from '../contract/contexts.ts';
import type { PolicyInForce } from './policy-source.ts';

interface Settling {
  readonly accountId: AccountId | undefined;
  readonly end: Promise<void>;
}

export interface Entered {
  readonly id: string;
  /** Of the organisation's rule. */
  readonly version: number;
  readonly roles: readonly string[];
  isClosed(policy: Policy): boolean;
  /** `draft`: the log says nothing about a rule of the organisation that does not fit. */
  in(policy: Policy, contexts: Told, as?: 'draft'): Policy;
}

/** The place of a request. Until the host has told the contexts, every context applies. */
export class RequestPlace {
  readonly #asked: Caller['contexts'];
  #told: Told;
  readonly entered: Entered | undefined;
  #settling: Settling | undefined;

  constructor(asked: Caller['contexts'], told: Told = 'unknown', entered?: Entered) {
    this.#asked = asked;
    this.#told = told;
    this.entered = entered;
  }

  get told(): Told {
    return this.#told;
  }

  /** Asks the host, if the policy or the draft in its shadow has contexts: again for another account. A call without an account keeps the answer that is there. */
  settle({ policy: inForce, shadow }: PolicyInForce, accountId: AccountId | undefined): Promise<void> | undefined {
    const settling = this.#settling;
    const policies = shadow === undefined ? [inForce] : [inForce, shadow.policy];
    if (this.#asked === undefined || policies.every(({ contexts }) => contexts.size === 0)) return settling?.end;
    if (settling !== undefined && (accountId === undefined || accountId === settling.accountId)) return settling.end;
    const end = this.#ask(policies, accountId);
    this.#settling = { accountId, end };
    return end;
  }

  /** The place of a checked session: no other account that the same request names changes the place. */
  get kept(): RequestPlace {
    return this.#settling === undefined ? this : new RequestPlace(undefined, this.#told, this.entered);
  }

  inside(entered: Entered | undefined): RequestPlace {
    if (entered === this.entered) return this;
    return new RequestPlace(this.#settling === undefined ? this.#asked : undefined, this.#told, entered);
  }

  async #ask(policies: readonly Policy[], accountId: AccountId | undefined): Promise<void> {
    this.#told = 'unknown';
    const told = await this.#asked?.(accountId === undefined ? undefined : { accountId }, policies);
    if (this.#settling?.accountId === accountId) this.#told = told ?? 'unknown';
  }

  in(inForce: PolicyInForce): PolicyInForce {
    const { shadow } = inForce;
    const policy = this.#placed(inForce.policy);
    if (policy === inForce.policy && shadow === undefined) return inForce;
    return { ...inForce, policy, shadow: shadow && { ...shadow, policy: this.#placed(shadow.policy, 'draft') } };
  }

  #placed(policy: Policy, as?: 'draft'): Policy {
    return this.entered?.in(policy, this.#told, as) ?? policyIn(policy, { contexts: this.#told });
  }
}

/** The place of work without a request: profiles, notices, the sweep, host code. */
export class Anywhere extends RequestPlace {
  /** For the types: no place of a request is assignable. */
  readonly isAnywhere = true;

  constructor() {
    super(undefined, []);
  }
}

export const ANYWHERE: Anywhere = new Anywhere();

export const UNKNOWN: RequestPlace = new RequestPlace(undefined);

export function bare(inForce: PolicyInForce): PolicyInForce {
  const policy = anywhere(inForce.policy);
  return policy === inForce.policy ? inForce : { ...inForce, policy };
}
