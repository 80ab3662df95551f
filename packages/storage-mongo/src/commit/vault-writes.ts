import type { Commit } from '@sallyport/store';
import { vaultDocument } from '../documents/vault.ts';
import { BY_ID, type Stored } from '../stored.ts';
import type { Standing } from './standing.ts';
import { end, type Write } from './write.ts';

/** Writes the vault, or deletes the vault with its account. The account's guard also guards the vault. */
export function vaultWrites({ vault, deleteAccount }: Commit, { vault: before }: Standing): readonly Write[] {
  if (vault) return [put(vaultDocument(vault))];
  return deleteAccount && before ? [end(before, 'account')] : [];
}

function put(document: Stored): Write {
  const { _id, tenant, part, kind, ...content } = document;
  const place = { _id, tenant, part, kind };
  const replacement = { tenant, part, kind, ...content };
  const replaceOne = { filter: place, replacement, upsert: true, hint: BY_ID };
  return { place, obstacle: 'account', operation: { replaceOne } };
}
