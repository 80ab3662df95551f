import { type EnvelopeInput, isRefusal, type LiveSession, type VaultView } from '@sallyport/engine';
import { withProof } from './own-account.ts';
import type { Operation, Scene } from './scene.ts';

const SECRET: EnvelopeInput = { kind: 'secret', sealed: 'c2VhbGVk' };

async function ownVault({ auth }: Scene, session: LiveSession): Promise<VaultView> {
  const vault = await auth.vault.view(session);
  if (isRefusal(vault)) throw new Error(`the vault was refused: ${vault.refused}`);
  return vault;
}

function forPasskeys({ auth }: Scene, session: LiveSession): readonly EnvelopeInput[] {
  return auth
    .me(session)
    .view()
    .factors.passkeys.map(({ id }) => ({
      kind: 'passkey',
      passkeyId: id,
      sealed: 'c2VhbGVk',
    }));
}

/** Other requests may add and remove passkeys meanwhile. */
export const VAULTS: readonly Operation[] = [
  withProof('replaces the key of the vault', async (scene, session) => {
    const { version } = await ownVault(scene, session);
    const envelopes = [SECRET, ...forPasskeys(scene, session)];
    return scene.auth.vault.replace(session, { keyId: `key-${scene.run.began}`, envelopes, ifVersion: version });
  }),
  withProof('seals the vault for the security key', async (scene, session) => {
    const { version } = await ownVault(scene, session);
    const [envelope] = forPasskeys(scene, session);
    if (envelope === undefined) return { refused: 'not-found' };
    return scene.auth.vault.addEnvelope(session, { ...envelope, ifVersion: version });
  }),
  withProof('takes a way out of the vault', async (scene, session) => {
    const { version, envelopes } = await ownVault(scene, session);
    const { id = '' } = envelopes.at(-1) ?? {};
    return scene.auth.vault.removeEnvelope(session, id, { ifVersion: version });
  }),
];
