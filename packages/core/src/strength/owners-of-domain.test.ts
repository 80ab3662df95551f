import { describe, expect, it } from 'vitest';
import { ownersOfDomain, ownsDomain } from './mailbox.ts';

const providers = new Map([
  ['corp', { mailDomains: ['corp.example', 'corp.example', 'both.example'] }],
  ['club', {}],
  ['office', { mailDomains: ['both.example'] }],
]);

describe('X21 the providers of a mail domain', () => {
  it('are those that the policy names as its owners, whatever the case of the domain', () => {
    for (const domain of ['corp.example', 'both.example', 'Both.Example', 'a.example', 'constructor']) {
      const asked = [...providers.keys()].filter((provider) => ownsDomain({ providers }, provider, domain));
      expect([domain, ownersOfDomain({ providers }, domain)]).toEqual([domain, asked]);
    }
    expect(ownersOfDomain({ providers }, 'Both.Example')).toEqual(['corp', 'office']);
  });
});
