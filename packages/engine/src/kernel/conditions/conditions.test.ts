import { instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { SallyportConfigError } from '../../contract/configuration-error.ts';
import type { ContextRequest } from '../../contract/contexts.ts';
import {
  firstSeen,
  outsideCountries,
  outsideHours,
  outsideNetworks,
  toldWhere,
  type Weekday,
  withoutHeader,
} from './index.ts';

const from = (ip: string | undefined, headers: ContextRequest['headers'] = {}): ContextRequest => ({
  ip,
  headers,
  path: '/reports',
});
const IDA = { accountId: 'ida' as AccountId };
const badOption = expect.objectContaining({ code: 'bad-option' });

describe('outsideNetworks', () => {
  const outside = outsideNetworks(['192.0.2.0/24', '198.51.100.7', '2001:db8:1::/48']);

  it.each([
    ['192.0.2.0', false],
    ['192.0.2.255', false],
    ['192.0.3.0', true],
    ['198.51.100.7', false],
    ['198.51.100.8', true],
    ['::ffff:192.0.2.9', false],
    ['::ffff:192.0.3.9', true],
    ['2001:db8:1:ffff::1', false],
    ['2001:DB8:1::1', false],
    ['2001:db8:2::1', true],
    ['fe80::1%eth0', true],
    ['192.0.2.1, 10.0.0.1', true],
    ['', true],
    [undefined, true],
  ])('N17 knows where %s is', (ip, expected) => {
    expect(outside(from(ip), undefined)).toBe(expected);
  });

  it('N17 takes the range of everything', () => {
    expect(outsideNetworks(['0.0.0.0/0'])(from('203.0.113.5'), undefined)).toBe(false);
  });

  it.each([
    [[]],
    [['office']],
    [['192.0.2.0/33']],
    [['2001:db8::/129']],
    [['192.0.2.0/']],
    [['192.0.2/24']],
    [['']],
    [['fe80::1%eth0']],
  ])('N17 refuses the ranges %j at start-up', (ranges) => {
    expect(() => outsideNetworks(ranges)).toThrow(SallyportConfigError);
  });
});

describe('outsideHours', () => {
  const at = (text: string) => () => Date.parse(text);
  const vienna = { from: '06:00', to: '22:00', timeZone: 'Europe/Vienna' };
  const night = { from: '22:00', to: '06:00', timeZone: 'Europe/Vienna', days: ['Mon', 'Fri'] as readonly Weekday[] };

  it.each([
    ['winter, the first minute', vienna, '2026-12-01T05:00:00Z', false],
    ['winter, the minute before', vienna, '2026-12-01T04:59:59Z', true],
    ['summer, the first minute', vienna, '2026-07-01T04:00:00Z', false],
    ['summer, the first minute after', vienna, '2026-07-01T20:00:00Z', true],
    ['until midnight', { ...vienna, to: '24:00' }, '2026-12-01T22:59:00Z', false],
    ['a day that is none of the days', { ...vienna, days: ['Mon'] as const }, '2026-12-01T12:00:00Z', true],
    ['a night that began on Monday', night, '2026-12-01T04:59:00Z', false],
    ['the morning after the night', night, '2026-12-01T05:00:00Z', true],
    ['the morning of a Monday, whose night began on Sunday', night, '2026-11-30T04:00:00Z', true],
    ['the evening of a Friday', night, '2026-12-04T21:00:00Z', false],
    ['the evening of a Saturday', night, '2026-12-05T21:00:00Z', true],
    ['the morning after a Friday', night, '2026-12-05T04:00:00Z', false],
    [
      'the hour that the change of clocks leaves out',
      { ...vienna, from: '02:30', to: '04:00' },
      '2026-03-29T01:10:00Z',
      false,
    ],
  ])('N17 judges %s', (_, hours, now, expected) => {
    expect(outsideHours(hours, at(now))(from(undefined), undefined)).toBe(expected);
  });

  it.each([
    { ...vienna, from: '6:00' },
    { ...vienna, from: '25:00' },
    { ...vienna, to: '24:01' },
    { ...vienna, to: '06:00' },
    { ...vienna, from: '24:00', to: '06:00' },
    { ...vienna, timeZone: 'Europe/Atlantis' },
    { ...vienna, days: ['Montag' as Weekday] },
    { ...vienna, days: [] },
  ])('N17 refuses %j at start-up', (hours) => {
    expect(() => outsideHours(hours)).toThrow(badOption);
  });
});

describe('outsideCountries', () => {
  const outside = outsideCountries(['AT', 'DE'], (ip) =>
    new Map([
      ['192.0.2.1', 'AT'],
      ['192.0.2.2', 'US'],
    ]).get(ip),
  );

  it.each([
    ['192.0.2.1', false],
    ['192.0.2.2', true],
    ['192.0.2.3', true],
    [undefined, true],
  ])('N17 knows the country of %s', async (ip, expected) => {
    expect(await outside(from(ip), undefined)).toBe(expected);
  });

  it.each([[[]], [['at']], [['Austria']]])('N17 refuses the countries %j at start-up', (countries) => {
    expect(() => outsideCountries(countries, () => 'AT')).toThrow(badOption);
  });
});

describe('withoutHeader', () => {
  const unmanaged = withoutHeader('X-Managed-Device', 'yes');

  it.each([
    [{ 'x-managed-device': 'yes' }, false],
    [{ 'x-managed-device': 'yes, yes' }, true],
    [{ 'x-managed-device': undefined }, true],
    [{}, true],
  ])('N17 reads %j', (headers, expected) => {
    expect(unmanaged(from('192.0.2.1', headers), undefined)).toBe(expected);
  });

  it.each([
    ['', 'yes'],
    ['managed device', 'yes'],
    ['x-managed-device', ''],
  ])('N17 refuses the header %j with %j at start-up', (name, value) => {
    expect(() => withoutHeader(name, value)).toThrow(badOption);
  });
});

describe('firstSeen', () => {
  it('N17 asks the host with a proof only', async () => {
    const asked: string[] = [];
    const isNew = firstSeen((accountId, { ip }) => {
      asked.push(`${accountId} from ${ip}`);
      return ip === '192.0.2.1';
    });
    expect(await isNew(from('192.0.2.9'), undefined)).toBe(false);
    expect(await isNew(from('192.0.2.1'), IDA)).toBe(false);
    expect(await isNew(from('192.0.2.9'), IDA)).toBe(true);
    expect(asked).toEqual(['ida from 192.0.2.1', 'ida from 192.0.2.9']);
  });
});

describe('toldWhere', () => {
  it('N17 tells the contexts whose conditions apply, and one whose condition fails', async () => {
    const contextOf = toldWhere({
      outside: outsideNetworks(['192.0.2.0/24']),
      unmanaged: withoutHeader('x-managed-device', 'yes'),
      abroad: outsideCountries(['AT'], async () => {
        throw new Error('no database');
      }),
      shut: () => {
        throw new Error('no answer');
      },
      odd: () => undefined as never,
    });
    expect(await contextOf(from('192.0.2.1', { 'x-managed-device': 'yes' }), undefined)).toEqual([
      'abroad',
      'shut',
      'odd',
    ]);
    expect(await contextOf(from('203.0.113.1'), undefined)).toEqual(['outside', 'unmanaged', 'abroad', 'shut', 'odd']);
  });
});

it('N17 hours follow the clock that is given, not the hour of the start', () => {
  let now = instant(Date.parse('2026-12-01T12:00:00Z'));
  const night = outsideHours({ from: '06:00', to: '22:00', timeZone: 'UTC' }, () => now);
  expect(night(from(undefined), undefined)).toBe(false);
  now = instant(Date.parse('2026-12-01T23:00:00Z'));
  expect(night(from(undefined), undefined)).toBe(true);
});
