import { type Policy, unknownContexts } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { Caller } from '../contract/caller.ts';
import type { ContextAccount, ContextOf, ContextRequest, Told } from '../contract/contexts.ts';
import type { Logger } from '../contract/host.ts';
import { clientAddress } from './client-address.ts';

const MOST_TOLD_NAMES = 100;

/** Asks the host's `contextOf` for one request, once for each account. A host that fails has said nothing, and every context applies. */
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
  const warnOfUnknown = (policies: readonly Policy[], told: readonly string[]): void => {
    for (const name of policies.reduce((unknown, policy) => unknownContexts(policy, unknown), told)) {
      if (said.has(name) || said.size >= MOST_TOLD_NAMES) continue;
      said.add(name);
      logger.warn('`contextOf` names a context that the policy does not have', {
        code: 'unknown-context',
        context: name,
        wayOut: `write \`contexts: { '${name}': … }\` in the policy, or do not tell the name`,
      });
    }
  };
  return (asked) => {
    const request = asked.ip === undefined ? asked : { ...asked, ip: clientAddress(asked.ip) };
    const answers = new Map<AccountId | undefined, Promise<Told>>();
    const ask = async (who: ContextAccount | undefined, policies: readonly Policy[]): Promise<Told> => {
      try {
        const told = await call(request, who);
        if (!isNames(told)) throw new TypeError('contextOf returned no list of names');
        warnOfUnknown(policies, told);
        return told;
      } catch (fault) {
        warnOfUnavailable('contextOf', fault);
        return 'unknown';
      }
    };
    return (who, policies) => {
      const answer = answers.get(who?.accountId) ?? ask(who, policies);
      answers.set(who?.accountId, answer);
      return answer;
    };
  };
}

function isNames(told: unknown): told is readonly string[] {
  return Array.isArray(told) && told.every((name) => typeof name === 'string');
}
