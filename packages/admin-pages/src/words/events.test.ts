import { EVENT_TYPES } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { german } from './de/index.ts';
import { english } from './en/index.ts';

describe('the words for events', () => {
  it.each([
    ['English', english],
    ['German', german],
  ])('in %s name every event of the action log, and no other', (_language, { events }) => {
    expect(Object.keys(events).toSorted()).toEqual(Object.keys(EVENT_TYPES).toSorted());
  });
});
