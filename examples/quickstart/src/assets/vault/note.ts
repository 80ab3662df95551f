import { problemOf } from '@sallyport/browser';
import type { VaultKeys } from '@sallyport/vault';

/** A note as the demo's app keeps it. */
interface SealedNote {
  readonly keyId: string;
  readonly sealed: string;
}

const PURPOSE = 'notes';
const NAME = 'private';

/** Reads the note with the vault that is open; empty before there is one. */
export async function readNote(keys: VaultKeys): Promise<string> {
  const { notes } = await asked('GET');
  const mine = notes?.find(({ keyId }) => keyId === keys.keyId);
  if (mine === undefined) return '';
  return new TextDecoder().decode(await keys.unseal(PURPOSE, NAME, bytesOf(mine.sealed)));
}

/** Seals the note here, and sends what nobody else can read. */
export async function saveNote(keys: VaultKeys, text: string): Promise<void> {
  const sealed = await keys.seal(PURPOSE, NAME, new TextEncoder().encode(text));
  await asked('PUT', { keyId: keys.keyId, sealed: textOf(sealed) });
}

async function asked(method: 'GET' | 'PUT', note?: SealedNote): Promise<{ readonly notes?: readonly SealedNote[] }> {
  const body =
    note === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(note) };
  const response = await fetch('/app/note', { method, cache: 'no-store', ...body });
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
