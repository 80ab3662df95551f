import { describe, expect, it } from 'vitest';
import { nearestName, unknownMember } from './nearest-name.ts';

const names = ['single', 'baseline', 'enhanced', 'phishing-resistant'];

describe('the nearest right name', () => {
  it.each([
    ['enhansed', 'enhanced'],
    ['ENHANCED', 'enhanced'],
    ['basline', 'baseline'],
    ['base-line', 'baseline'],
    ['phishing_resistent', 'phishing-resistant'],
    ['sngle', 'single'],
  ])('of %s is %s', (written, meant) => {
    expect(nearestName(written, names)).toBe(meant);
  });

  it('is none where none is near', () => {
    expect(nearestName('quantum', names)).toBeUndefined();
    expect(nearestName('', names)).toBeUndefined();
    expect(nearestName('enhanced', [])).toBeUndefined();
  });

  it('is the first of those equally near, and the nearer of two', () => {
    expect(nearestName('cat', ['bat', 'car'])).toBe('bat');
    expect(nearestName('cart', ['carts-and', 'card', 'cart'])).toBe('cart');
  });
});

describe('an unknown member', () => {
  it('is the first one, with the name that may be meant', () => {
    const known = ['within', 'strength'];
    expect(unknownMember({ withn: '5m', other: 1 }, known)).toEqual({ name: 'withn', meant: 'within' });
    expect(unknownMember({ within: '5m', quantum: undefined }, known)).toEqual({ name: 'quantum', meant: undefined });
    expect(unknownMember({ strength: 'single' }, known)).toBeUndefined();
    expect(unknownMember({ constructor: 1 }, [])).toEqual({ name: 'constructor', meant: undefined });
    expect(unknownMember({}, known)).toBeUndefined();
  });
});
