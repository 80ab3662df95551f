import { isVaultError, type OpenVault } from '@sallyport/vault';
import { client } from './ui/client.ts';
import { byId, fill } from './ui/element.ts';
import { guarded } from './ui/guarded.ts';
import { type HandedPasskey, takePasskey } from './ui/passkey-handover.ts';
import { withStepUp } from './ui/step-up.ts';
import { showWho } from './ui/who.ts';
import { words } from './ui/words.ts';
import { lockedCard } from './vault/locked.ts';
import { makingCard } from './vault/making.ts';
import { showOpen } from './vault/open.ts';
import { vaultsOf } from './vault/vaults.ts';

const place = byId('vault');

void guarded(place, load);

/** Opens by the passkey that signed in, if one did; else asks for the master secret. */
async function load(): Promise<void> {
  // Who is signed in is known before what was handed over is taken: the sign-in page may come first.
  const { accountId } = await client.session.get();
  void showWho();
  const vaults = vaultsOf(accountId);
  const passkey = await takePasskey().catch(() => undefined);
  const status = await vaults.status();
  if (status.ways.length === 0)
    return fill(
      place,
      makingCard(vaults, passkey, (vault) => showVault(vault)),
    );
  let why: unknown;
  if (passkey !== undefined) {
    try {
      return await showVault(await vaults.open(passkey));
    } catch (thrown) {
      if (!isVaultError(thrown)) throw thrown;
      why = thrown;
    }
  }
  const isNew = isVaultError(why) && why.code === 'no-such-way';
  const onOpen = (vault: OpenVault): Promise<void> => (isNew ? bringIn(vault, passkey) : showVault(vault));
  fill(place, lockedCard(vaults, status, why, onOpen));
}

/** The passkey that signed in had no envelope yet: now that the vault is open, it gets one. */
async function bringIn(vault: OpenVault, passkey: HandedPasskey | undefined): Promise<void> {
  if (passkey !== undefined) await withStepUp(() => vault.addWay(passkey));
  await showVault(vault, words.vault.opensNow);
}

function showVault(vault: OpenVault, done?: string): Promise<void> {
  const onLock = (): void => {
    vault.close();
    void guarded(place, load);
  };
  const passkeys = async () => (await client.account.get()).factors.passkeys;
  return showOpen({ place, vault, passkeys, onLock }, done);
}
