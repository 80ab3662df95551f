import { anywhere, type Policy, policyIn } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { Caller } from '../contract/caller.ts';
import type { ContextAccount, Told } from '../contract/contexts.ts';
import type { PolicyInForce } from './policy-source.ts';

/** The place of a request. Until the host has told the contexts, every context applies. */
export class RequestPlace {
  readonly #asked: Caller['contexts'];
  #told: Told;
  #settling: Promise<void> | undefined;

  constructor(asked: Caller['contexts'], told: Told = 'unknown') {
    this.#asked = asked;
    this.#told = told;
  }

  get told(): Told {
    return this.#told;
  }

  /** Asks the host, if the policy has contexts. Asks once, with the account of the first call. */
  settle(policy: Policy, accountId: AccountId | undefined): Promise<void> | undefined {
    if (this.#asked === undefined || policy.contexts.size === 0) return this.#settling;
    this.#settling ??= this.#ask(policy, accountId === undefined ? undefined : { accountId });
    return this.#settling;
  }

  async #ask(policy: Policy, who: ContextAccount | undefined): Promise<void> {
    this.#told = (await this.#asked?.(who, policy)) ?? 'unknown';
  }

  /** The policy of the request. */
  in(inForce: PolicyInForce): PolicyInForce {
    const policy = policyIn(inForce.policy, { contexts: this.#told });
    return policy === inForce.policy ? inForce : { version: inForce.version, policy };
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

/** A part that no request gave a place. */
export const UNKNOWN: RequestPlace = new RequestPlace(undefined);

export function bare(inForce: PolicyInForce): PolicyInForce {
  const policy = anywhere(inForce.policy);
  return policy === inForce.policy ? inForce : { version: inForce.version, policy };
}
