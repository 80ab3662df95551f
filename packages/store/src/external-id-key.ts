import type { ExternalIdRecord } from './records.ts';

/** What an identity at a provider is looked up by: the provider's id has no space in it, so that no two identities share a text. */
export function externalIdKey({ provider, subject }: Pick<ExternalIdRecord, 'provider' | 'subject'>): string {
  return `${provider} ${subject}`;
}
