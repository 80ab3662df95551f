import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import type { Caller, Refusal } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../state/events.ts';
import { deniedAsUnknown, UNKNOWN_TO_HOST } from '../state/host-roles.ts';

export function warnOfUnknown({ logger }: Pick<Kernel, 'logger'>, { id, tenant, externalId }: AccountRecord): void {
  logger.warn('somebody proved an account that the app does not know: `resolveSubject` returned `undefined`', {
    code: UNKNOWN_TO_HOST,
    tenant,
    accountId: id,
    hasExternalId: externalId !== undefined,
    wayOut: 'return `[]` for a person without a role; `undefined` refuses the person',
  });
}

export function warnOfLost(
  { logger }: Pick<Kernel, 'logger'>,
  tenant: TenantId,
  { provider, loser }: { readonly provider: string; readonly loser: AccountId | undefined },
): void {
  logger.warn('an identity signs nobody in: an administrator of the policy keeps no identity that a provider linked', {
    tenant,
    provider,
    accountId: loser,
    wayOut:
      loser === undefined
        ? 'create the account with `people.create` and the identity in `externalIds`'
        : 'ask who it is: let the person of the account in with `people.helpIn`, and create an account for anybody else with `people.create`',
  });
}

export async function refuseUnknown(kernel: Kernel, caller: Caller, owner: AccountRecord): Promise<Refusal> {
  const now = kernel.now();
  const event = eventsOf(kernel, caller, now, { owner });
  const denied = event('sign-in.denied', { detail: { reason: UNKNOWN_TO_HOST } });
  await kernel.commit({ tenant: caller.tenant, now, guards: {}, events: [denied] });
  warnOfUnknown(kernel, owner);
  return { refused: deniedAsUnknown().reason };
}
