import { isVaultError, type OpenVault, type VaultStatus } from '@sallyport/vault';
import { client } from '../parts/client.ts';
import { byId, fill } from '../parts/element.ts';
import { guarded } from '../parts/guarded.ts';
import { keepUnsavedOf } from '../parts/keep-codes.ts';
import { type HandedPasskey, takeHandedPasskey, takeShownPasskey } from '../parts/passkey-handover.ts';
import { showsSession } from '../parts/shown-session.ts';
import { showWho } from '../parts/who.ts';
import { emergencyCard } from './emergency.ts';
import { lockedCard } from './locked.ts';
import { logSection } from './log.ts';
import { lostCard } from './lost.ts';
import { makingCard } from './making.ts';
import { type After, showOpen } from './open.ts';
import { vaultsOf } from './vaults.ts';
import type { Done } from './ways.ts';
import { words } from './words.ts';

const place = byId('vault');

void guarded(place, () => load({ isFirst: true }));

async function load({ isFirst = false } = {}): Promise<void> {
  // At once: the page may redirect to the sign-in page, or get no answer.
  const handed = isFirst ? await takeHandedPasskey().catch(() => undefined) : undefined;
  const { accountId } = await client.session.get();
  showsSession(accountId);
  void showWho();
  keepUnsavedOf({ accountId });
  const vaults = vaultsOf(accountId);
  const passkey = handed?.accountId === accountId ? handed?.passkey : undefined;
  const [status, emergency] = await Promise.all([vaults.status(), emergencyCard()]);
  if (status.ways.length === 0) {
    const onOpen = (vault: OpenVault): Promise<void> => showVault(vault);
    return fill(place, emergency, makingCard({ vaults, passkey, onOpen }));
  }
  let why: unknown;
  if (passkey !== undefined) {
    try {
      return await showVault(await vaults.open(passkey));
    } catch (thrown) {
      if (!isVaultError(thrown)) throw thrown;
      why = thrown;
    }
  }
  const isOffered = isVaultError(why) && why.code === 'no-such-way';
  const onOpen = (vault: OpenVault, shownSince?: HandedPasskey): Promise<void> =>
    showVault(vault, { offered: shownSince ?? (isOffered ? passkey : undefined) });
  const onLost = (): Promise<void> => guarded(place, () => showLost(accountId, status, passkey));
  fill(place, emergency, lockedCard(vaults, status, why, onOpen, onLost), await logSection());
}

async function showLost(accountId: string, status: VaultStatus, passkey: HandedPasskey | undefined): Promise<void> {
  const onBack = (): Promise<void> => guarded(place, () => load());
  const onOpen = (vault: OpenVault): Promise<void> => showVault(vault, { said: words.vault.lost.isNew });
  const onAnew = (): void => {
    fill(place, makingCard({ vaults: vaultsOf(accountId), passkey, onOpen, onBack }));
    place.querySelector('input')?.focus();
  };
  fill(place, lostCard({ accountId, status, onBack, onAnew }), await logSection());
  byId('lost-title').focus();
}

function showVault(vault: OpenVault, after?: After): Promise<void> {
  const onLock = (): void => {
    vault.close();
    takeShownPasskey();
    void guarded(place, () => load());
  };
  const passkeys = async () => (await client.account.get()).factors.passkeys;
  const onDone = ({ vault: next, ...done }: Done, typed: string | undefined): Promise<void> =>
    showVault(next, { ...done, typed, offered: after?.offered });
  return showOpen({ place, vault, passkeys, onLock, onDone }, after);
}
