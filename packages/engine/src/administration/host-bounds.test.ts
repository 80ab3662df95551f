import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { malformedIdentifier } from '../accounts/rename.ts';
import { embedded } from '../embedded.test-support.ts';
import { malformedText, namedAccount } from './account-ref.ts';
import { malformedCreation, malformedFreeText, malformedMethods, malformedRoles } from './host-input.ts';

const refused = (path: string, message: string) => ({ refused: 'malformed-input', errors: [{ path, message }] });
const x = (length: number): string => 'x'.repeat(length);

describe('what host code gives', () => {
  it('X25 an identifier has 1 to 256 characters, as it is kept, and no control characters', () => {
    const bounds = refused('identifier', 'has at most 256 characters, and no control characters');
    for (const good of ['x', ' X ', x(256), '😀'.repeat(256), ` ${x(256)} `])
      expect(malformedIdentifier(good), good).toBeUndefined();
    for (const none of [undefined, null, 7, ['x']])
      expect(malformedIdentifier(none)).toEqual(refused('identifier', 'is no text'));
    for (const empty of ['', ' ', '\t']) expect(malformedIdentifier(empty)).toEqual(refused('identifier', 'is empty'));
    for (const bad of [x(257), '😀'.repeat(257), 'a\0b', '\ud800'])
      expect(malformedIdentifier(bad), bad).toEqual(bounds);
  });

  it('X25 roles are a list of at most 64 names, of 1 to 64 characters each', () => {
    const bounds = refused('roles', 'is no list of at most 64 names, of 1 to 64 characters each');
    for (const good of [[], ['x'], ['x', x(64)], Array(64).fill('x')]) expect(malformedRoles(good)).toBeUndefined();
    for (const bad of [undefined, null, 'admin', {}, { length: 0 }, Array(65).fill('x')])
      expect(malformedRoles(bad)).toEqual(bounds);
    for (const role of ['', x(65), 'a\0', '\ud800', 7, null, ['x']])
      expect(malformedRoles(['x', role])).toEqual(bounds);
  });

  it('X25 methods are a list of those there are', () => {
    const bounds = refused('methods', 'is no list of password, ldap, sso, passkey');
    for (const good of [[], ['password'], ['passkey', 'password', 'sso', 'ldap']])
      expect(malformedMethods(good)).toBeUndefined();
    for (const bad of [undefined, 'password', {}, ['pasword'], ['password', 'totp'], ['totp', 'password'], [7]])
      expect(malformedMethods(bad)).toEqual(bounds);
  });

  it('X25 the reason of a block is a text of 1 to 500 characters, of several lines if need be', () => {
    for (const good of ['x', x(500), 'left\nin March']) expect(malformedFreeText(good)).toBeUndefined();
    for (const bad of [undefined, null, 7, '', ' ', '\n', '\u200b', '\u202e', x(501), 'a\0', '\ud800'])
      expect(malformedFreeText(bad), String(bad)).toEqual(refused('reason', 'is no text of 1 to 500 characters'));
  });

  it('X25 an account is made of texts, a list of roles, of identities, and whether it is for emergencies', () => {
    const identifier = 'eva';
    const one = { provider: 'corp', subject: '1' };
    const all = { email: '', password: '', emergency: false, externalIds: [one, { ...one, subject: x(255) }] };
    const bad = (given: object) => malformedCreation({ identifier, ...given });
    const many = (count: number) => ({ externalIds: Array.from({ length: count }, () => one) });
    expect(bad(many(50))).toBeUndefined();
    expect(bad(many(51))).toEqual(refused('externalIds', expect.stringContaining('at most 50')));
    for (const good of [{}, all, { emergency: true, externalIds: [], roles: ['x'] }])
      expect(malformedCreation({ identifier, ...good })).toBeUndefined();
    for (const none of [null, 7]) {
      expect(bad({ email: none, password: none })).toEqual(refused('email', 'is no text'));
      expect(bad({ password: none, emergency: none })).toEqual(refused('password', 'is no text'));
      expect(bad({ emergency: none, externalIds: none })).toEqual(refused('emergency', 'is neither true nor false'));
      expect(bad({ externalIds: none, roles: none })).toEqual(
        refused('externalIds', 'is no list of at most 50 `{ provider, subject }`'),
      );
      expect(bad({ roles: none })).toEqual(refused('roles', expect.stringContaining('is no list')));
    }
    for (const identity of [
      ...[null, 'corp', {}, { provider: 'corp' }, { subject: '1' }, { ...one, provider: 7 }, { ...one, subject: 7 }],
      ...['', x(256), 'a\0', '\ud800'].map((subject) => ({ ...one, subject })),
    ])
      expect(bad({ externalIds: [one, identity] })).toEqual(
        refused('externalIds', 'is no list of at most 50 `{ provider, subject }`'),
      );
  });

  it.each([
    ['by', 200],
    ['externalId', 255],
  ] as const)('X25 `%s` is left out, or has 1 to %i characters', (path, most) => {
    for (const good of [undefined, 'x', x(most)]) expect(malformedText(path, good)).toBeUndefined();
    for (const bad of ['', x(most + 1), 'a\0', '\ud800'])
      expect(malformedText(path, bad)).toEqual(refused(path, `has 1 to ${most} characters, and no control characters`));
    for (const none of [7, null])
      expect(malformedText(path, none)).toEqual(refused(path, 'is no text: a number is written as `String(id)`'));
  });
});

describe('an account that host code names', () => {
  it('X25 is named by one key, which is a text', async () => {
    const { auth } = await embedded();
    const noText = 'is no text: a number is written as `String(id)`';
    const names = async (who: unknown) => {
      const answer: unknown = await Reflect.apply(auth.people.unblock, auth.people, [who, { by: hostCode('host') }]);
      return answer;
    };
    for (const nobody of [null, undefined, 'user-7', 7])
      expect(await names(nobody)).toEqual(
        refused('', 'names no account: write `{ externalId }`, `{ accountId }` or `{ identifier }`'),
      );
    for (const key of ['externalId', 'accountId', 'identifier'])
      for (const value of [undefined, 7, null]) expect(await names({ [key]: value })).toEqual(refused(key, noText));
    expect(await names({})).toEqual(refused('identifier', noText));
    await expect(Reflect.apply(auth.people.find, auth.people, [{ externalId: 7 }])).rejects.toThrow(
      new TypeError(`externalId ${noText}`),
    );
  });

  it('X25 is nobody under a key that no store keeps, without being looked for', async () => {
    const { auth } = await embedded();
    for (const key of ['externalId', 'accountId', 'identifier']) {
      const who = { [key]: 'a\0b' };
      expect(await Reflect.apply(auth.people.find, auth.people, [who])).toBeUndefined();
      expect(await Reflect.apply(namedAccount, undefined, [{ store: undefined, of: () => ({}) }, who])).toBeUndefined();
    }
  });
});
