import { describe, expect, it } from 'vitest';
import { phoneNumber } from './mailbox.ts';

describe('a telephone number', () => {
  it.each([
    ['+491701234567', '+491701234567'],
    [' +49 (170) 123-45 67 ', '+491701234567'],
    ['+1–202–555–0143', '+12025550143'],
    ['+12345678', '+12345678'],
    ['+123456789012345', '+123456789012345'],
  ])('%j is %s', (typed, number) => {
    expect(phoneNumber(typed)).toBe(number);
  });

  it.each([
    '',
    '+',
    '01701234567',
    '491701234567',
    '+1234567',
    '+1234567890123456',
    '+0491701234567',
    '+49170x234567',
    '++491701234567',
    'ada@example.org',
    '+49.170.1234567',
  ])('%j is none', (typed) => {
    expect(phoneNumber(typed)).toBeUndefined();
  });
});
