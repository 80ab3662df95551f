import { isProblem } from '@sallyport/browser';
import { client } from '../ui/client.ts';

const NAMES = { passkey: 'a passkey', secret: 'the master secret', emergency: 'the emergency account' } as const;

/**
 * What becomes of the ways into an account's vault if passkeys go, for an administrator to read before. Nothing where there is no vault.
 *
 * @param passkeyId the one that goes; absent: all of them
 */
export async function vaultLoses(accountId: string, passkeyId?: string): Promise<string> {
  const { envelopes } = await client.admin.vault(accountId).catch((thrown: unknown) => {
    if (isProblem(thrown) && thrown.code === 'not-found') return { envelopes: [] };
    throw thrown;
  });
  if (envelopes.length === 0) return '';
  const goes = envelopes.filter((way) => way.kind === 'passkey' && [undefined, way.passkeyId].includes(passkeyId));
  const left = envelopes.filter((way) => !goes.includes(way)).map(({ kind }) => NAMES[kind]);
  const stays = `It can still be opened by ${[...new Set(left)].join(', ')}.`;
  if (goes.length === 0) return ` The vault loses no way in. ${stays}`;
  return ` The vault loses ${goes.length === 1 ? 'one way in' : `${goes.length} ways in`}. ${stays}`;
}
