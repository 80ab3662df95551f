import type { LoggedEvent } from '@sallyport/browser';
import { sentenceFor, wayName } from '@sallyport/pages/parts';
import { words } from '../words.ts';

const { events: says } = words.security;

/** The details of a log entry in words: an administrator's reason, the values before and after. */
export function detailOf({ type, detail = {} }: LoggedEvent): string | undefined {
  const said = [
    textOf(detail['reason'], (reason) => reasonOf(type, reason)),
    'from' in detail && 'to' in detail ? says.change(listed(detail['from']), listed(detail['to'])) : undefined,
    'roles' in detail && listed(detail['roles']) !== says.none ? says.roles(listed(detail['roles'])) : undefined,
    textOf(detail['provider'], (provider) => provider),
    'methods' in detail ? listed(detail['methods'], wayName) : undefined,
    typeof detail['version'] === 'number' ? says.version(detail['version']) : undefined,
    typeof detail['policyVersion'] === 'number' ? says.fellShort(detail['policyVersion']) : undefined,
    detail['all'] === true ? says.everywhere : detail['all'] === 'others' ? says.everywhereElse : undefined,
  ].filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join(', ');
}

/** An administrator's reason as typed, or the words for the server's code. */
function reasonOf(type: string, reason: string): string {
  const isCode = type === 'sign-in.denied' || type === 'session.revoked';
  return (isCode ? sentenceFor(says.reasons, reason) : undefined) ?? says.because(reason);
}

function textOf(value: unknown, words: (text: string) => string): string | undefined {
  return typeof value === 'string' && value !== '' ? words(value) : undefined;
}

function listed(value: unknown, named: (one: string) => string = (one) => one): string {
  if (Array.isArray(value)) return value.length === 0 ? says.none : value.map((one) => named(String(one))).join(', ');
  return typeof value === 'string' && value !== '' ? value : says.none;
}
