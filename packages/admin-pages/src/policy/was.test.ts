import { expect, it } from 'vitest';
import { isStricter } from './was.ts';

const role = (rule: object): { readonly roles: { readonly guest: object } } => ({ roles: { guest: rule } });

it.each([
  ['a strength rose', ['roles', 'guest', 'requiredStrength'], role({}), role({ requiredStrength: 'enhanced' }), true],
  ['a shorter limit', ['session', 'idle'], {}, { session: { idle: '1h' } }, true],
  ['a longer limit', ['session', 'absolute'], { session: { absolute: '1h' } }, {}, false],
  [
    'a limit above everyone’s',
    ['roles', 'guest', 'session', 'idle'],
    role({}),
    role({ session: { idle: '60d' } }),
    false,
  ],
  ['fewer sessions', ['session', 'most'], {}, { session: { most: 3 } }, true],
  ['more sessions', ['session', 'most'], { session: { most: 3 } }, { session: { most: 4 } }, false],
  ['a shorter time than the default', ['recentProof'], {}, { recentProof: '5m' }, true],
  ['fewer tries', ['lockout', 'maxFailures'], {}, { lockout: { maxFailures: 5 } }, true],
  ['more tries', ['lockout', 'maxFailures'], {}, { lockout: { maxFailures: 20 } }, false],
  ['a longer lock', ['lockout', 'lockFor'], { lockout: { lockFor: '15m' } }, { lockout: { lockFor: '30m' } }, true],
  ['a stricter choice', ['recovery', 'mailboxAlone'], {}, { recovery: { mailboxAlone: 'refuse' } }, true],
  ['leaked passwords refused', ['passwords', 'breached'], {}, { passwords: { breached: 'refuse' } }, true],
  ['emailed codes always offered', ['emailCodes', 'offer'], {}, { emailCodes: { offer: 'always' } }, false],
  ['a letter and a digit', ['passwords', 'letterAndDigit'], {}, { passwords: { letterAndDigit: true } }, true],
  ['another member', ['passwords', 'minimum'], {}, { passwords: { minimum: 20 } }, false],
])('%s', (_, path, before, after, stricter) => {
  expect(isStricter(path, { before, after })).toBe(stricter);
});
