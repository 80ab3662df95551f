import type { NewEnvelope, StoredVault } from './transport/transport.ts';
import { VaultError } from './vault-error.ts';

export interface ExpectedVault {
  readonly before: number;
  readonly keyId: string;
  readonly envelopes: readonly NewEnvelope[];
}

/** Remembering a different answer would let the server take the memory back to an older vault. */
export function confirmed(answer: StoredVault, expected: ExpectedVault): StoredVault {
  if (factsOf(answer.version, answer) === factsOf(expected.before + 1, expected)) return answer;
  throw new VaultError('change-not-kept', 'The server answers with another vault than was sent');
}

type Compared = Pick<StoredVault, 'keyId'> & Pick<ExpectedVault, 'envelopes'>;

function factsOf(version: number, { keyId, envelopes }: Compared): string {
  const facts = envelopes.map(({ kind, passkeyId, sealed }) => JSON.stringify([sealed, kind, passkeyId]));
  return JSON.stringify([version, keyId, ...facts.sort()]);
}
