import { expect, it } from 'vitest';
import { otherFlows } from './cookies.ts';

const NAMES = [
  '__Host-sallyport-flow',
  'sallyport-flow',
  ...['a', 'b', 'c'].map((one) => `__Secure-sallyport-flow.${one}`),
];

it('X26 the flows of other domains are named for a sign-out, at most four, without the own one', () => {
  const header = NAMES.map((name) => `${name}=token of ${name}`).join('; ');
  for (const [place, name] of NAMES.entries())
    expect(otherFlows(header, `token of ${name}`)).toEqual(NAMES.toSpliced(place, 1).map((one) => `token of ${one}`));
  expect(otherFlows(header, undefined)).toHaveLength(4);
  for (const foreign of ['x-sallyport-flow', 'sallyport-flows', 'sallyport-session', '__Host-sallyport-flow x'])
    expect(otherFlows(`${foreign}=token; ${foreign}; sallyport-flow=; sallyport-flow`, undefined)).toEqual([]);
  expect(otherFlows(undefined, undefined)).toEqual([]);
});
