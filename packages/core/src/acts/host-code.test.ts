import { describe, expect, it } from 'vitest';
import { hostCode, isByHostCode, nameOfHostCode } from './host-code.ts';

describe('W1 the author of an act', () => {
  it('W1 is host code if hostCode made the value, and has the name that hostCode got', () => {
    const by = hostCode('hr');
    expect(isByHostCode(by)).toBe(true);
    expect(nameOfHostCode(by)).toBe('hr');
    expect(Object.isFrozen(by)).toBe(true);
  });

  it('W1 is not host code if the value comes from a text', () => {
    const said = JSON.stringify(hostCode('hr'));
    for (const by of [
      JSON.parse(said),
      { 'sallyport.host-code': 'hr' },
      { name: 'hr' },
      'hr',
      7,
      true,
      null,
      undefined,
    ])
      expect(isByHostCode(by)).toBe(false);
  });

  it('W1 is not host code by inheritance, or by a function', () => {
    expect(isByHostCode(Object.create(hostCode('hr')))).toBe(false);
    expect(isByHostCode(Object.assign(() => 'hr', hostCode('hr')))).toBe(false);
  });
});
