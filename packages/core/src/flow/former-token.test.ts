import { describe, expect, it } from 'vitest';
import { instant } from '../time/instant.ts';
import { endsByFormerToken, formerToken } from './former-token.ts';

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
