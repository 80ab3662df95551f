import { describe, expect, it } from 'vitest';
import { instant } from '../time/instant.ts';
import { endsByFormerToken, endWithIt, formerToken, openedBeside } from './former-token.ts';

describe('X11 a token that the next token of its session replaced', () => {
  const former = formerToken('h1', instant(0));

  it('ends the session for a minute', () => {
    expect(endsByFormerToken(former, 'h1', instant(59_999))).toBe(true);
    expect(endsByFormerToken(former, 'h1', instant(60_000))).toBe(false);
  });

  it('is that token alone', () => {
    expect(endsByFormerToken(former, 'h0', instant(0))).toBe(false);
    expect(endsByFormerToken(undefined, 'h1', instant(0))).toBe(false);
  });
});

describe('X11 a session beside which a sign-in opened others', () => {
  const first = openedBeside(undefined, { session: 's2', accountId: 'ben' }, instant(0));

  it('ends them with itself for a minute', () => {
    expect(first).toEqual([{ session: 's2', accountId: 'ben', until: 60_000 }]);
    expect(endWithIt(first, instant(59_999))).toEqual(first);
    expect(endWithIt(first, instant(60_000))).toEqual([]);
    expect(endWithIt(undefined, instant(0))).toEqual([]);
  });

  it('notes the newest ten, and none that no longer ends with it', () => {
    const next = openedBeside(first, { session: 's3', accountId: 'cleo' }, instant(30_000));
    expect(next.map(({ session }) => session)).toEqual(['s2', 's3']);
    expect(
      openedBeside(next, { session: 's4', accountId: 'cleo' }, instant(60_000)).map(({ session }) => session),
    ).toEqual(['s3', 's4']);
    let many = first;
    for (let turn = 3; turn < 20; turn++)
      many = openedBeside(many, { session: `s${turn}`, accountId: 'ben' }, instant(1));
    expect(many.map(({ session }) => session)).toEqual(Array.from({ length: 10 }, (_, place) => `s${place + 10}`));
  });
});
