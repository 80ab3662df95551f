import { expect, it } from 'vitest';
import { bindingOf, isBindingOf } from './binding.ts';

it('X11 what a session rests on is one thing of one kind, by the whole of its id', () => {
  expect(bindingOf('totp', 'app')).toBe('totp:app');
  expect(isBindingOf('totp:app', 'totp', 'app')).toBe(true);
  for (const [binding, kind, id] of [
    ['totp:app', 'totp', 'apq'],
    ['totp:app', 'totp', 'pp'],
    ['totp:app', 'totp', 'aapp'],
    ['totp:app', 'totq', 'app'],
    ['totp:app', 'otp', 'app'],
    ['totp:app', 'totp:', 'pp'],
    ['totp:app', 'totp', ':ap'],
    ['totp.app', 'totp', 'app'],
    ['totp:', 'totp', 'app'],
    ['', 'totp', 'app'],
    ['totp:app', '', ''],
  ] as const) {
    expect([binding, kind, id, isBindingOf(binding, kind, id)]).toEqual([binding, kind, id, false]);
  }
});
