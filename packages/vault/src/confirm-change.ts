import type { NewEnvelope, StoredVault } from './transport/transport.ts';
import { VaultError } from './vault-error.ts';

/** The vault after a change, as the client knows it. */
export interface ExpectedVault {
  /** The version before the change. */
  readonly before: number;
  /** The id of this client's data key. */
  readonly keyId: string;
  /** Every envelope after the change: the new ones of this client, and the old ones. */
  readonly envelopes: readonly NewEnvelope[];
}

/**
 * Compares the server's answer to a change with the expected vault.
 *
 * @returns the answer
 * @throws VaultError `change-not-kept` if version, key or envelopes differ. The client must not remember a different answer: the server
 * could take the memory back to an older vault.
 */
export function confirmed(answer: StoredVault, expected: ExpectedVault): StoredVault {
  if (factsOf(answer.version, answer) === factsOf(expected.before + 1, expected)) return answer;
  throw new VaultError('change-not-kept', 'The server answers with another vault than was sent');
}

type Compared = Pick<StoredVault, 'keyId'> & Pick<ExpectedVault, 'envelopes'>;

/** Encodes the facts of a vault as one text for comparison. The order of the envelopes does not count. */
function factsOf(version: number, { keyId, envelopes }: Compared): string {
  const facts = envelopes.map(({ kind, passkeyId, sealed }) => JSON.stringify([sealed, kind, passkeyId]));
  return JSON.stringify([version, keyId, ...facts.sort()]);
}
