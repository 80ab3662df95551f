import type { PolicyDocument } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { faultSentence } from './fault-words.ts';

it.each<readonly [path: string, policy: PolicyDocument, sentence: string]>([
  ['lockout.maxFailures', { lockout: { maxFailures: 500 } }, 'Enter a whole number from 3 to 100.'],
  ['lockout.maxFailures', { lockout: { maxFailures: 4.5 } }, 'Enter a whole number from 3 to 100.'],
  ['lockout.growth', { lockout: { growth: 0.5 } }, 'Enter a number from 1 to 10.'],
  ['lockout.window', { lockout: { window: '31d' } }, 'Enter at most 30 days.'],
  ['roles.staff.session.idle', { roles: { staff: { session: { idle: '5s' } } } }, 'Enter at least 1 minute.'],
  ['lockout.lockFor', { lockout: { lockFor: 'soon' } }, 'Enter a whole number from 1, and choose its unit.'],
  ['dormant.after', { dormant: { after: '5h', then: 'block' } }, 'Enter at least 1 day.'],
  ['lockout.hardLimit', { lockout: { hardLimit: 5 } }, 'Enter at least the value of “Wrong tries”: 10.'],
  ['lockout.maxLockFor', { lockout: { maxLockFor: '5m' } }, 'Enter at least the value of “Lock for”: 15 minutes.'],
  // The member is left out, and its default is not enough.
  ['lockout.maxLockFor', { lockout: { lockFor: '1d' } }, 'Enter at least the value of “Lock for”: 1 day.'],
  [
    'session.idle',
    { session: { idle: '9h', absolute: '8h' } },
    'Enter at most the value of “Signed out after”: 8 hours.',
  ],
])('the page has words for an error at %s', (path, policy, sentence) => {
  expect(faultSentence(path.split('.'), policy)).toBe(sentence);
});

it('an error that the page does not find has no words of the page', () => {
  expect(faultSentence(['lockout', 'maxFailures'], { lockout: { maxFailures: 5 } })).toBeUndefined();
  expect(faultSentence(['roles', 'a', 'b'], {})).toBeUndefined();
});
