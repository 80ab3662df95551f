import { changeOwn } from '../account/change-account.ts';
import type { Caller, KeptTokens, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import { addLink, externalIdAt } from '../factors/sso-and-ldap.ts';
import { newLink } from '../identities/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ProvidedIdentity, SignInProvider } from '../providers/provider.ts';
import { eventsOf } from '../records/events.ts';
import { guardSession } from '../sessions/guard.ts';
import type { FlowRecord } from '../store/records.ts';
import { identityAt } from './provided-identity.ts';

/** Links an identity to the account of the session that asked for it, in the commit that ends its flow. */
export async function link(
  kernel: Kernel,
  caller: Caller,
  flow: FlowRecord,
  provider: SignInProvider,
  identity: ProvidedIdentity,
): Promise<{ readonly keep: KeptTokens } | Refusal> {
  const session = await guardSession(kernel, caller, { needs: 'session' });
  if (isRefusal(session) || session.id !== flow.linksFor) return { refused: 'flow-expired' };
  const { id } = provider;
  const { once } = identity;
  const now = kernel.now();
  const externalId = newLink(kernel.random, identityAt(provider, identity), now);
  const changed = await changeOwn(kernel, session, (account) => {
    if (externalIdAt(account, id) !== undefined) return { refused: 'invalid-credentials' };
    const event = eventsOf(kernel, caller, now, { owner: account, actor: account.id, method: 'sso' });
    return {
      next: addLink(account, externalId),
      alsoCommit: {
        guards: { flow: { id: flow.id, version: flow.version } },
        endFlow: { id: flow.id },
        spend: once === undefined ? undefined : [{ key: `sso:${id} ${once.id}`, expiresAt: once.expiresAt }],
        events: [event('external-id.linked', { detail: { provider: id } })],
      },
    };
  });
  if (!isRefusal(changed)) return { keep: { mode: 'cookie', flow: null } };
  // It is somebody else's, or another request was quicker.
  const isTaken = changed.refused === 'already-exists' || changed.refused === 'flow-conflict';
  return isTaken ? { refused: 'invalid-credentials' } : changed;
}
