import { anywhere, type Policy, policyIn, unknownContexts } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { Caller } from '../contract/caller.ts';
import type { ContextAccount, ContextOf, ContextRequest, Told } from '../contract/contexts.ts';
import type { Logger } from '../contract/host.ts';
import type { Kernel } from './kernel.ts';
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

/** Work without a request: profiles, notices, the sweep, host code. */
export const ANYWHERE: RequestPlace = new RequestPlace(undefined, []);

/** A part that no request gave a place. */
export const UNKNOWN: RequestPlace = new RequestPlace(undefined);

export function bare(inForce: PolicyInForce): PolicyInForce {
  const policy = anywhere(inForce.policy);
  return policy === inForce.policy ? inForce : { version: inForce.version, policy };
}

/**
 * The kernel of a request: every operation finds the policy of the request where it looks for the policy in force. What the engine made at start-up
 * (profiles, the sweep, notices) keeps the kernel without a request.
 */
export function kernelAt(kernel: Kernel, place: RequestPlace): Kernel {
  const { policies } = kernel;
  return {
    ...kernel,
    place,
    policies: {
      ...policies,
      known: (tenant) => place.in(policies.known(tenant)),
      learn: (record) => place.in(policies.learn(record)),
      learnIfNewer: (record) => place.in(policies.learnIfNewer(record)),
    },
  };
}

const MOST_TOLD_NAMES = 100;

/** Asks the host's `contextOf` for one request. A host that fails has said nothing, and every context applies. */
export function contextsAsked(
  call: (...asked: Parameters<ContextOf>) => Promise<unknown>,
  {
    logger,
    warnOfUnavailable,
  }: {
    readonly logger: Logger;
    readonly warnOfUnavailable: (party: string, fault: unknown) => void;
  },
): (request: ContextRequest) => NonNullable<Caller['contexts']> {
  const said = new Set<string>();
  const warnOfUnknown = (policy: Policy, told: readonly string[]): void => {
    for (const name of unknownContexts(policy, told)) {
      if (said.has(name) || said.size >= MOST_TOLD_NAMES) continue;
      said.add(name);
      logger.warn('`contextOf` names a context that the policy does not have', {
        code: 'unknown-context',
        context: name,
        wayOut: `write \`contexts: { '${name}': … }\` in the policy, or do not tell the name`,
      });
    }
  };
  return (request) => {
    let answer: Promise<Told> | undefined;
    const ask = async (who: ContextAccount | undefined, policy: Policy): Promise<Told> => {
      try {
        const told = await call(request, who);
        if (!isNames(told)) throw new TypeError('contextOf returned no list of names');
        warnOfUnknown(policy, told);
        return told;
      } catch (fault) {
        warnOfUnavailable('contextOf', fault);
        return 'unknown';
      }
    };
    return (who, policy) => (answer ??= ask(who, policy));
  };
}

function isNames(told: unknown): told is readonly string[] {
  return Array.isArray(told) && told.every((name) => typeof name === 'string');
}
