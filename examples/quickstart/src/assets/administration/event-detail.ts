import type { LoggedEvent } from '@sallyport/browser';
import { words } from '../ui/words.ts';

const { events: says } = words.security;

/** What an entry of the action log says beyond its type, in words: an administrator's reason, what there was before and is now. */
export function detailOf({ detail = {} }: LoggedEvent): string | undefined {
  const said = [
    textOf(detail['reason'], says.because),
    'from' in detail && 'to' in detail ? says.change(listed(detail['from']), listed(detail['to'])) : undefined,
    'roles' in detail && listed(detail['roles']) !== says.none ? says.roles(listed(detail['roles'])) : undefined,
    textOf(detail['provider'], (provider) => provider),
    typeof detail['version'] === 'number' ? says.version(detail['version']) : undefined,
  ].filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join(', ');
}

function textOf(value: unknown, words: (text: string) => string): string | undefined {
  return typeof value === 'string' && value !== '' ? words(value) : undefined;
}

function listed(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? says.none : value.map(String).join(', ');
  return typeof value === 'string' && value !== '' ? value : says.none;
}
