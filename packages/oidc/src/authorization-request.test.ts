import { instant, milliseconds } from '@sallyport/core';
import type { ServerMetadata } from 'openid-client';
import { expect, test } from 'vitest';
import { authorizationParameters, demandsSignIn } from './authorization-request.ts';
import { settingsOf } from './settings.ts';

const asked = { callback: 'https://app.example/callback', state: 's', acr: [], now: instant(0) };
const secrets = { nonce: 'n', challenge: 'c' };

/** What asks who signs in, in the request to this provider. */
function choiceAt(server: ServerMetadata, asksWho = true): unknown {
  const settings = settingsOf({ id: 'corp', name: 'Corp', issuer: server.issuer, clientId: 'a', clientSecret: 'b' });
  const { prompt, max_age } = authorizationParameters(settings, server, { ...asked, asksWho }, secrets);
  return { prompt, max_age };
}

test.each([
  ['any provider', { issuer: 'https://login.corp.example' }, { prompt: 'login', max_age: '1' }],
  [
    'a provider that lists other values',
    { issuer: 'https://login.corp.example', prompt_values_supported: ['login', 'consent'] },
    { prompt: 'login', max_age: '1' },
  ],
  [
    'a provider that lists no value of use',
    { issuer: 'https://login.corp.example', prompt_values_supported: ['none', 'consent'] },
    { max_age: '1' },
  ],
  [
    'a provider that lists select_account',
    { issuer: 'https://login.corp.example', prompt_values_supported: ['login', 'select_account'] },
    { prompt: 'select_account' },
  ],
  ['Google', { issuer: 'https://accounts.google.com' }, { prompt: 'select_account' }],
  ['Entra ID', { issuer: 'https://login.microsoftonline.com/72f9/v2.0' }, { prompt: 'select_account' }],
])('X14 after a return of somebody else, %s is asked to let the person choose', (_, server, expected) => {
  expect(choiceAt(server)).toEqual({ prompt: undefined, max_age: undefined, ...expected });
  expect(choiceAt(server, false)).toEqual({ prompt: undefined, max_age: undefined });
});

test('X8 a recent proof is asked of Google by its age alone: Google documents no `prompt=login`', () => {
  const server = { issuer: 'https://accounts.google.com' };
  const settings = settingsOf({ id: 'corp', name: 'Corp', issuer: server.issuer, clientId: 'a' });
  const request = { ...asked, within: milliseconds(300_000) };
  const { prompt, max_age } = authorizationParameters(settings, server, request, secrets);
  expect({ prompt, max_age }).toEqual({ prompt: undefined, max_age: '300' });
  expect(demandsSignIn(server, request)).toBe(true);
  expect(demandsSignIn(server, { ...asked, asksWho: true })).toBe(false);
});
