import type { LoggedEvent } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { detailOf, isByOther, toldType } from './events.ts';
import { words } from './words.ts';

const says = words.activity;

/** The sentence of the page, with the names in place of links. */
function told(type: string, actor: string | undefined, detail: LoggedEvent['detail']): string | undefined {
  const event = { id: 'e', at: '2026-11-26T12:00:00.000Z', type, accountId: 'Ben', actor, detail };
  const sentences = isByOther(event) ? says.toOthers : says.own;
  return sentences[toldType(event)]?.(isByOther(event) ? 'Ada' : 'Ben', 'Ben', '').join('');
}

describe('X18 the end of sessions', () => {
  it.each([
    ['Ben', { session: 's' }, 'Ben signed out'],
    ['Ben', { session: 's', other: true }, 'Ben ended another of their sessions'],
    ['Ben', { all: 'others' }, 'Ben signed out everywhere else'],
    ['Ben', { all: true }, 'Ben signed out everywhere'],
    ['Ben', { session: 's', reason: 'signed-in-again' }, 'A session of Ben ended'],
    ['system', { session: 's', policyVersion: 2 }, 'A session of Ben ended'],
    ['system', { all: true, reason: 'unknown-to-host' }, 'Ben was signed out everywhere'],
    ['ada', { session: 's' }, 'Ada ended a session of Ben'],
    ['ada', { all: true }, 'Ada signed Ben out everywhere'],
  ])('by %s with %o reads “%s”', (actor, detail, sentence) => {
    expect(told('session.revoked', actor, detail)).toBe(sentence);
  });

  it('is not told a second time behind the sentence', () => {
    const ended = { id: 'e', at: '2026-11-26T12:00:00.000Z', type: 'session.revoked', accountId: 'Ben', actor: 'ada' };
    expect(detailOf({ ...ended, detail: { all: true } })).toBeUndefined();
  });
});

it('X18 an address after none was added', () => {
  const to = 'b•••@example.org';
  expect(told('account.email-changed', 'Ben', { to })).toBe('Ben added an address');
  expect(told('account.email-changed', 'ada', { from: undefined, to })).toBe('Ada added an address for Ben');
  expect(told('account.email-changed', 'Ben', { from: 'a•••@example.org', to })).toBe('Ben changed their address');
});
