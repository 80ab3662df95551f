import type { FlowRecord } from '@sallyport/store';
import type { ProvidedIdentity, SignInProvider } from '@sallyport/store/providers';
import { blockedHoldersFor } from '../../accounts/blocked-holders.ts';
import { owner } from '../../acts/doer.ts';
import { performAct } from '../../acts/perform-act.ts';
import type { Caller, KeptTokens, Refusal } from '../../contract/index.ts';
import { isRefusal } from '../../contract/refusal.ts';
import { addLink, externalIdAt } from '../../factors/sso-and-ldap.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { newId, tokenHash } from '../../kernel/secrets/token.ts';
import { guardSession } from '../../sessions/guard.ts';
import { eventsOf } from '../../state/events.ts';
import { newLink } from '../identity.ts';
import { isLinkVoid, whoLinked } from './link-beginning.ts';
import { asIdentity } from './provided-identity.ts';

export async function link(
  kernel: Kernel,
  caller: Caller,
  flow: FlowRecord,
  provider: SignInProvider,
  identity: ProvidedIdentity,
): Promise<{ readonly keep: KeptTokens } | Refusal> {
  const session = await guardSession(kernel, caller, { needs: 'session' });
  const begun = flow.linksFor;
  if (isRefusal(session) || begun === undefined || session.id !== begun.session) return { refused: 'flow-expired' };
  const { id } = provider;
  const { once } = identity;
  const now = kernel.now();
  const linkId = newId(kernel.random);
  const changed = await performAct(
    kernel,
    owner(session),
    session.accountId,
    async ({ account, inForce, evidence }) => {
      if (isLinkVoid(begun, account)) return { refused: 'flow-expired' };
      if (externalIdAt(account, id) !== undefined) return { refused: 'invalid-credentials' };
      const externalId = newLink(linkId, asIdentity(provider, identity), inForce.policy, now);
      const event = eventsOf(kernel, caller, now, { owner: account, actor: account.id, method: 'sso' });
      const setUpBy = whoLinked(begun, account, { policy: inForce.policy, evidence, now });
      const holders = await blockedHoldersFor(kernel, owner(session), inForce.policy, [externalId]);
      return {
        act: { type: 'link', method: 'sso', provider: id, holders },
        next: addLink(account, { ...externalId, setUpBy }),
        also: {
          guards: { flow: { id: flow.id, version: flow.version } },
          endFlow: { id: flow.id },
          uses:
            once === undefined ? undefined : [{ key: `sso:${id} ${tokenHash(once.id)}`, expiresAt: once.expiresAt }],
          events: [event('external-id.linked', { detail: { provider: id } })],
        },
      };
    },
  );
  if (!isRefusal(changed)) return { keep: { mode: 'cookie', flow: null } };
  if (changed.refused === 'insufficient-strength') return { refused: 'flow-expired' };
  return TAKEN.has(changed.refused) ? { refused: 'invalid-credentials' } : changed;
}

const TAKEN: ReadonlySet<string> = new Set(['already-exists', 'account-blocked', 'flow-conflict']);
