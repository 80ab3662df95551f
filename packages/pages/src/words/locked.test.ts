import { expect, it } from 'vitest';
import { german } from '../parts/words/de/index.ts';
import { english } from '../parts/words/en/index.ts';

it.each([
  [english, [], 'Meanwhile you can choose a new password: “Forgot your password?”.'],
  [english, ['Example Corp'], 'Meanwhile you can sign in with Example Corp, or choose a new password: '],
  [german, [], 'Inzwischen können Sie ein neues Passwort wählen: „Passwort vergessen?“.'],
  [german, ['Example Corp'], 'Inzwischen können Sie sich mit Example Corp anmelden oder ein neues Passwort wählen: '],
])('P16 the message of a lock names every other way: %#', ({ signIn }, providers, said) => {
  expect(signIn.insteadOf(false, providers.join(''))).toContain(said);
  expect(signIn.insteadOf(true, providers.join(''))).toMatch(/passkey/i);
});
