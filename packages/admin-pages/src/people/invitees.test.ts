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
    // A mail program writes a name before the address, and a German mail program the family name first.
    ['Max Muster <m1@example.org>; Eva <e1@example.org>', ['m1@example.org', 'e1@example.org']],
    ['Muster, Max <m1@example.org>, bob@example.org', ['m1@example.org', 'bob@example.org']],
    [
      'bob@example.org, Muster, Max < m1@example.org >\n<eva@example.org>',
      ['bob@example.org', 'm1@example.org', 'eva@example.org'],
    ],
    ['"Muster, Max" <m1@example.org> "eva@example.org" <eva@example.org>', ['m1@example.org', 'eva@example.org']],
    // A wrong address is no part of the name that follows.
    ['bob.example.org, Max <m1@example.org>', ['bob.example.org', 'm1@example.org']],
    ['bob; Max <m1@example.org>', ['bob', 'm1@example.org']],
    ['Max <m1@example.org', ['Max', '<m1@example.org']],
    // A comma in place of the point of a wrong address.
    ['ada@example,org', ['ada@example,org']],
    ['bob@example.org,ada@example,org; cleo@example.org', ['bob@example.org', 'ada@example,org', 'cleo@example.org']],
    ['ada@example,org bob@example.org', ['ada@example,org', 'bob@example.org']],
    ['bob@firma,cleo@firma,ada@firma', ['bob@firma', 'cleo@firma', 'ada@firma']],
    ['bob@example.org,Muster,Max <m1@example.org>', ['bob@example.org', 'm1@example.org']],
  ])('X21 of %j', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses);
  });
});
