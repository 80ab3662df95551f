import type { Sentence } from '@sallyport/pages';
import { EVENT_TYPES } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { activity as inGerman } from './de/de-activity.ts';
import { german } from './de/index.ts';
import { activity as inEnglish } from './en/en-activity.ts';
import { english } from './en/index.ts';

describe('the words for events', () => {
  it.each([
    ['English', english],
    ['German', german],
  ])('in %s name every event of the action log, and no other', (_language, { events }) => {
    expect(Object.keys(events).toSorted()).toEqual(Object.keys(EVENT_TYPES).toSorted());
  });

  it.each([
    ['English', inEnglish],
    ['German', inGerman],
  ])('in %s have a sentence for every event, of the person or of somebody else', (_language, activity) => {
    const without = Object.keys(EVENT_TYPES).filter((type) => !(type in activity.own) && !(type in activity.toOthers));
    expect(without).toEqual([]);
  });

  it('have sentences for the same events in both languages, of the person and of somebody else', () => {
    for (const table of ['own', 'toOthers'] as const)
      expect(Object.keys(inGerman[table]).toSorted()).toEqual(Object.keys(inEnglish[table]).toSorted());
  });
});

it.each([
  ['English', inEnglish, 'backup codes'],
  ['German', inGerman, 'Ersatzcodes'],
])('W12 the %s sentence of a two-step reset tells that the backup codes end too', (_language, activity, codes) => {
  expect(activity.toOthers['two-step.reset']?.('ada', 'fay', '').join('')).toContain(codes);
});

describe('a way into the vault in a German sentence', () => {
  const { own, toOthers, vaultWays } = inGerman;
  const said = (sentence: Sentence<string> | undefined): string => (sentence ?? []).join('');

  it.each([
    [vaultWays.passkey, 'mit einem Passkey'],
    [vaultWays.secret, 'mit dem Master-Passwort'],
    [vaultWays.emergency, 'mit dem Notfallkonto'],
  ])('says “%s”, in the dative', (way, told) => {
    expect(said(own['vault.envelope-added']?.('Lena', '', way))).toBe(
      `Lena kann den eigenen Tresor auch so öffnen: ${told}`,
    );
    expect(said(own['vault.envelope-removed']?.('Lena', '', way))).toMatch(
      new RegExp(`nicht mehr so öffnen: ${told}$`),
    );
    expect(said(toOthers['vault.envelope-removed']?.('Ada', 'Lena', way))).toBe(
      `Ada hat einen Weg in den Tresor von Lena entfernt: den ${told}`,
    );
  });
});

describe('the line about helpers', () => {
  it('has a subject of its own after a sign-in, so that nobody reads that they set up what stands before it', () => {
    expect(inEnglish.feed.accessFrom).toMatch(/^their access /);
    expect(inGerman.feed.accessFrom).toMatch(/^der Zugang /);
  });

  it('says that they helped with a set-up, which is no suspicion', () => {
    expect(inEnglish.feed.accessFrom).toMatch(/set up after an invitation or with help from $/);
    expect(inGerman.feed.accessFrom).toMatch(/eingerichtet nach einer Einladung oder mit Hilfe von $/);
  });
});

describe('a deleted account in a German sentence', () => {
  const { deleted } = inGerman;
  const said = (sentence: Sentence<'WHO' | 'WHOM'>): string =>
    sentence
      .map((part, place) => (part === 'WHO' || part === 'WHOM' ? deleted('qT69cG', sentence[place - 1]) : part))
      .join('');

  it('begins with a capital letter', () => {
    for (const told of Object.values(inGerman.own)) expect(said(told('WHO', '', ''))).toMatch(/^[A-Z]/);
  });

  it('has the dative after “von” and “bei”, and nowhere else', () => {
    for (const told of [...Object.values(inGerman.own), ...Object.values(inGerman.toOthers)]) {
      const sentence = said(told('WHO', 'WHOM', ''));
      expect(sentence).not.toMatch(/ (?:von|bei) ein gelöschtes/);
      expect(sentence.replaceAll(/ (?:von|bei) einem gelöschten Konto/gi, '')).not.toContain('einem gelöschten');
    }
    expect(said(inGerman.helpedIn.sentence('WHO', 'WHOM', 'das Passwort'))).toContain(': bei einem gelöschten Konto');
    expect(said(inGerman.toOthers['two-step.reset']?.('WHO', 'WHOM', '') ?? [])).toContain(
      'Bei einem gelöschten Konto',
    );
  });
});
