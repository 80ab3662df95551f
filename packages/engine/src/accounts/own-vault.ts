import type { AccountRecord, EnvelopeRecord, EventRecord, SetUpBy, VaultRecord } from '@sallyport/store';
import { owner } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { EnvelopeInput, LiveSession, Refusal, VaultOptions, Vaults, VaultView } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';
import { event } from '../state/events.ts';
import { loggedEnvelope, MOST_ENVELOPES, needsAnotherWay } from '../state/vault-ways.ts';
import { whoSetUp } from './set-up.ts';

/** The HTTP layer already asked for recent proof. */
export function ownVault(
  kernel: Kernel,
): Undeclared<Pick<Vaults, 'view' | 'replace' | 'addEnvelope' | 'removeEnvelope'>> {
  const made = (
    { tenant }: LiveSession,
    { kind, passkeyId, sealed }: EnvelopeInput,
    setUpBy: SetUpBy | undefined,
  ): EnvelopeRecord => ({
    id: newId(kernel.random),
    kind,
    passkeyId,
    kid: kind === 'emergency' ? kernel.of(tenant).vault?.emergencyKey?.kid : undefined,
    createdAt: kernel.now(),
    sealed,
    setUpBy,
  });
  const changed = async (session: LiveSession, wanted: VaultChange): Promise<VaultView | Refusal> => {
    const options = kernel.of(session.tenant).vault;
    if (options === undefined) return { refused: 'not-found' };
    const vault = await change(kernel, session, wanted);
    return isRefusal(vault) ? vault : viewOf(vault, options);
  };
  return {
    async view({ tenant, accountId }) {
      const options = kernel.of(tenant).vault;
      if (options === undefined) return { refused: 'not-found' };
      return viewOf(await kernel.store.readVault(tenant, accountId), options);
    },
    replace: (session, { keyId, envelopes, ifVersion }) =>
      changed(session, {
        ifVersion,
        refuse: (account) => refusedEnvelopes(account, envelopes, 'envelopes.'),
        next: (vault, setUpBy) => {
          const next = envelopes.map((envelope) => made(session, envelope, setUpBy));
          const type = vault === undefined ? 'vault.created' : 'vault.replaced';
          return { keyId, envelopes: next, type, detail: { ways: next.map(({ kind }) => kind) } };
        },
      }),
    addEnvelope: (session, { ifVersion, ...envelope }) =>
      changed(session, {
        ifVersion,
        refuse: (account) => refusedEnvelopes(account, [envelope]),
        next: (vault, setUpBy) => {
          if (vault === undefined) return { refused: 'not-found' };
          if (vault.envelopes.length >= MOST_ENVELOPES)
            return malformed('', `a vault has at most ${MOST_ENVELOPES} envelopes`);
          const { passkeyId } = envelope;
          if (passkeyId !== undefined && vault.envelopes.some((other) => other.passkeyId === passkeyId))
            return { refused: 'already-exists' };
          const added = made(session, envelope, setUpBy);
          const envelopes = [...vault.envelopes, added];
          return { keyId: vault.keyId, envelopes, type: 'vault.envelope-added', detail: loggedEnvelope(added) };
        },
      }),
    removeEnvelope: (session, id, { ifVersion }) =>
      changed(session, {
        ifVersion,
        next: (vault) => {
          if (vault === undefined) return { refused: 'not-found' };
          const removed = vault.envelopes.find((envelope) => envelope.id === id);
          if (removed === undefined) return { refused: 'not-found' };
          const envelopes = vault.envelopes.filter((envelope) => envelope !== removed);
          return { keyId: vault.keyId, envelopes, type: 'vault.envelope-removed', detail: loggedEnvelope(removed) };
        },
      }),
  };
}

interface VaultChange {
  readonly ifVersion: number;
  readonly refuse?: (account: AccountRecord) => Refusal | undefined;
  readonly next: (vault: VaultRecord | undefined, setUpBy: SetUpBy | undefined) => NextVault | Refusal;
}

interface NextVault extends Pick<VaultRecord, 'keyId' | 'envelopes'> {
  readonly type: 'vault.created' | 'vault.replaced' | 'vault.envelope-added' | 'vault.envelope-removed';
  readonly detail: EventRecord['detail'];
}

/** The account's version guards two changes that name one version of the vault. */
async function change(
  kernel: Kernel,
  session: LiveSession,
  { ifVersion, refuse, next }: VaultChange,
): Promise<VaultRecord | Refusal> {
  let written: VaultRecord | undefined;
  const changed = await performAct(
    kernel,
    owner(session),
    session.accountId,
    async ({ account, inForce, now, evidence }) => {
      const refusal = refuse?.(account);
      if (refusal !== undefined) return refusal;
      const { tenant, id: accountId } = account;
      const before = await kernel.store.readVault(tenant, accountId);
      const version = before?.version ?? 0;
      if (version !== ifVersion) return { refused: 'precondition-failed' };
      const after = next(before, whoSetUp(inForce.policy, account, evidence, now));
      if (isRefusal(after)) return after;
      const { keyId, envelopes, type, detail } = after;
      if (needsAnotherWay(envelopes, inForce.policy)) return { refused: 'vault-needs-another-way' };
      const others = new Set(envelopes.flatMap(({ setUpBy }) => setUpBy ?? []));
      written = { schema: 1, tenant, accountId, version: version + 1, keyId, envelopes };
      return {
        act: { type: 'write-vault' },
        next: { ...account, vaultOfOthers: others.size === 0 ? undefined : [...others] },
        also: {
          vault: written,
          events: [event(kernel, tenant, now, type, { owner: account, actor: accountId, detail })],
        },
      };
    },
  );
  if (isRefusal(changed)) return changed;
  return written ?? { refused: 'store-unavailable' };
}

function refusedEnvelopes(
  { passkeys }: AccountRecord,
  envelopes: readonly EnvelopeInput[],
  path: string = '',
): Refusal | undefined {
  const seen = new Set<string>();
  for (const [place, { passkeyId }] of envelopes.entries()) {
    if (passkeyId === undefined) continue;
    const at = path === '' ? 'passkeyId' : `${path}${place}.passkeyId`;
    if (!passkeys.some(({ id }) => id === passkeyId)) return malformed(at, 'is no passkey of this account');
    if (seen.has(passkeyId)) return malformed(at, 'has an envelope already');
    seen.add(passkeyId);
  }
  return undefined;
}

function malformed(path: string, message: string): Refusal {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}

function viewOf(vault: VaultRecord | undefined, { emergencyKey }: VaultOptions): VaultView {
  const shared = emergencyKey === undefined ? {} : { emergencyKey };
  if (vault === undefined) return { version: 0, envelopes: [], ...shared };
  const { version, keyId, envelopes } = vault;
  return { version, keyId, envelopes: envelopes.map(({ kid: _, setUpBy: __, ...envelope }) => envelope), ...shared };
}
