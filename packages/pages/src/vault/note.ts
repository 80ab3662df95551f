import { problemOf } from '@sallyport/browser';
import type { OpenVault, VaultKeys } from '@sallyport/vault';
import { pageFetch } from '../parts/page-fetch.ts';
import { settings } from '../parts/settings.ts';

interface SealedNote {
  readonly keyId: string;
  readonly sealed: string;
  readonly alone?: true;
}

const PURPOSE = 'notes';
const NAME = 'private';

export async function readNote(keys: VaultKeys): Promise<string> {
  const { notes } = await asked('GET');
  const mine = notes?.find(({ keyId }) => keyId === keys.keyId);
  if (mine === undefined) return '';
  return new TextDecoder().decode(await keys.unseal(PURPOSE, NAME, bytesOf(mine.sealed)));
}

/** @throws VaultError `key-replaced` if another tab replaced the key */
export async function saveNote(vault: OpenVault, text: string): Promise<void> {
  // A note under a replaced key would be lost.
  await vault.refresh();
  await asked('PUT', await sealed(vault, text));
}

/** The present note counts until the vault has the other key. */
export async function carryNote(from: VaultKeys, to: VaultKeys): Promise<void> {
  await asked('PUT', await sealed(to, await readNote(from)));
}

export async function dropOlderNotes(vault: OpenVault): Promise<void> {
  await asked('PUT', { ...(await sealed(vault, await readNote(vault))), alone: true });
}

export async function sealedNote(keyId: string | undefined): Promise<string | undefined> {
  const { notes = [] } = await asked('GET');
  return notes.find((note) => note.keyId === keyId)?.sealed;
}

async function sealed(keys: VaultKeys, text: string): Promise<SealedNote> {
  const bytes = await keys.seal(PURPOSE, NAME, new TextEncoder().encode(text));
  return { keyId: keys.keyId, sealed: textOf(bytes) };
}

async function asked(method: 'GET' | 'PUT', note?: SealedNote): Promise<{ readonly notes?: readonly SealedNote[] }> {
  const body =
    note === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(note) };
  const response = await pageFetch(settings.vault?.notes ?? '', { method, cache: 'no-store', ...body });
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

function textOf(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
}
