import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

describe('the address of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:50123', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:0207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:255.255.255.255', '255.255.255.255'],
    ['::ffff:0.0.0.1', '0.0.0.1'],
    ['[::ffff:192.0.2.7]:50123', '192.0.2.7'],
    ['2001:0DB8:0:0:0:0:0:0001', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['64:ff9b::192.0.2.7', '64:ff9b::c000:207'],
    ['::1', '::1'],
    ['unknown', 'unknown'],
    ['1:2', '1:2'],
    ['[somewhere]:1', 'somewhere'],
    ['', ''],
  ])('X18 %s is kept as %s', (given, kept) => {
    expect(clientAddress(given)).toBe(kept);
    expect(clientAddress(kept)).toBe(kept);
  });
});
