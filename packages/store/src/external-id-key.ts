import type { ExternalIdRecord } from './records.ts';

/** Returns the look-up key of an identity at a provider. A provider's id contains no space, so two identities never have the same key. */
export function externalIdKey({ provider, subject }: Pick<ExternalIdRecord, 'provider' | 'subject'>): string {
  return `${provider} ${subject}`;
}
