import { describe, expect, it } from 'vitest';
import { addressesIn } from './invitees.ts';

describe('the addresses of people to invite', () => {
  it.each([
    ['', []],
    [' , ;\n', []],
    ['ada@example.org', ['ada@example.org']],
    ['ada@example.org, bob@example.org', ['ada@example.org', 'bob@example.org']],
    [
      'ada@example.org;bob@example.org\r\n\tcleo@example.org ',
      ['ada@example.org', 'bob@example.org', 'cleo@example.org'],
    ],
    // The server compares names in lower case.
    ['ada@example.org Ada@Example.org', ['Ada@Example.org']],
    ['no address, ada@example.org', ['no', 'address', 'ada@example.org']],
  ])('X21 of %j', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses);
  });
});
