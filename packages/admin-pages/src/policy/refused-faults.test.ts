import type { PolicyDocument } from '@sallyport/browser';
import { definePolicy, PolicyError, type PolicyInput } from '@sallyport/core';
import { expect, it } from 'vitest';
import { refusedFault } from './refused-faults.ts';

/** The first problem of the server with a policy. */
function problemOf(policy: object): { readonly path: string; readonly message: string } {
  try {
    definePolicy(policy as PolicyInput<string>);
  } catch (error) {
    const [problem] = error instanceof PolicyError ? error.problems : [];
    if (problem !== undefined) return problem;
  }
  throw new Error('the policy has no problem');
}

it.each<readonly [policy: object, sentence: string | undefined]>([
  [{ lockuot: {} }, 'There is no rule of this name here. Did you mean “lockout”?'],
  [{ roles: { staff: { lockout: {} } } }, 'There is no rule of this name here.'],
  [{ emailCodes: { offer: 'alwys' } }, "Enter one of these: 'when-nothing-stronger', 'always'. Did you mean “always”?"],
  [{ dormant: { after: '90d', then: 'delete' } }, "Enter one of these: 'block'."],
  [{ lockout: 5 }, 'Write names and values here, in braces: { }.'],
  [{ roles: [] }, 'Write names and values here, in braces: { }.'],
  [{ methods: 'password' }, 'Write a list here, in brackets: [ ].'],
  [{ requiredStrength: 5 }, 'Write a text here, in quotes.'],
  [{ passwords: { letterAndDigit: 'yes' } }, 'Write true or false here.'],
  [{ methods: [] }, undefined],
])('the page has words for the message about the shape of %o', (policy, sentence) => {
  expect(refusedFault(problemOf(policy), policy as PolicyDocument)).toBe(sentence);
});

it.each<readonly [path: string, policy: PolicyDocument, sentence: string]>([
  [
    'providers.corp',
    { providers: { corp: { createAccounts: true } } },
    'This site has no provider “corp”. A developer sets providers up in the app.',
  ],
  ['requiredStrength', { requiredStrength: 'strict' }, 'There is no strength “strict”.'],
  ['methods.0', { methods: ['ldap'] }, 'This site does not offer “Directory password”.'],
  [
    'administrators.helpdesk.0.over.0',
    { administrators: { helpdesk: [{ roles: ['desk'], over: ['admin'], may: ['reset'] }] } },
    'A helpdesk cannot help the role “admin”, which belongs to the administration.',
  ],
])('the page has words for a name that the site does not have, at %s', (path, policy, sentence) => {
  expect(refusedFault({ path, message: '' }, policy)).toBe(sentence);
});
