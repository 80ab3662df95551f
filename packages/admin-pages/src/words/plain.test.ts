import { unknownWords, untidy } from '@sallyport/test-support/pages/sentences';
import { describe, expect, it } from 'vitest';
import { activity as germanActivity } from './de/de-activity.ts';
import { peoplePage as germanPeople } from './de/de-people.ts';
import { policyPage as germanPolicy } from './de/de-policy.ts';
import { german } from './de/index.ts';
import { thieves as germanThieves } from './de/thieves.ts';
import { whatIf as germanWhatIf } from './de/what-if.ts';
import { activity as englishActivity } from './en/en-activity.ts';
import { peoplePage as englishPeople } from './en/en-people.ts';
import { policyPage as englishPolicy } from './en/en-policy.ts';
import { english } from './en/index.ts';
import { thieves as englishThieves } from './en/thieves.ts';
import { whatIf as englishWhatIf } from './en/what-if.ts';

/** The texts of a catalogue, without the texts that take values. */
function textsIn(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words];
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(textsIn) : [];
}

it('a German button never breaks before its dots', () => {
  const { administration, person, helpIn, many } = germanPeople;
  const buttons = textsIn([administration, person, helpIn, many]).filter((text) => text.endsWith('…'));
  expect(buttons).toContain('Entfernen\u00a0…');
  expect(buttons.filter((text) => text.endsWith(' …'))).toEqual([]);
});

it.each([
  [english, '1 of 1 person matches', '1 of 10,005 people matches', '2 of 10,005 people match'],
  [
    german,
    '1 von 1 Person entspricht der Auswahl',
    '1 von 10,005 Personen entspricht der Auswahl',
    '2 von 10,005 Personen entsprechen der Auswahl',
  ],
])('the number of people whom a filter lists agrees with its verb', ({ people }, only, one, two) => {
  expect(people.matching('1', '1')).toBe(only);
  expect(people.matching('1', '10,005')).toBe(one);
  expect(people.matching('2', '10,005')).toBe(two);
});

it('a German group that somebody leaves agrees with its verb', () => {
  const { to } = germanPolicy.review.moves;
  expect(to['mustEnroll meets'](1)).toBe('muss nichts mehr einrichten');
  expect(to['mustEnroll meets'](2)).toBe('müssen nichts mehr einrichten');
});

it('N5 the note on numbers from before fits new people and a changed policy', () => {
  expect(english.overview.counting.pending(701, '701')).toMatch(
    /^701 people are not counted under the policy in force yet\. The numbers show them as before\./,
  );
  expect(german.overview.counting.pending(1, '1')).toMatch(
    /^1 Person ist nach der geltenden Richtlinie noch nicht gezählt\. Die Zahlen zeigen sie wie bisher\./,
  );
});

it('X18 the number of other accounts of an act that can have more is a least number', () => {
  expect(englishActivity.feed.others(539, '539', true)).toBe('and at least 539 others');
  expect(englishActivity.feed.others(1, '1', true)).toBe('and at least 1 other');
  expect(germanActivity.feed.others(539, '539', true)).toBe('und mindestens 539 weitere Personen');
  expect(germanActivity.feed.others(539, '539', false)).toBe('und 539 weitere Personen');
});

it.each([
  [englishPolicy, /weaker than the rule for everyone\. .*lower the rule for everyone first/, '1 role becomes weaker'],
  [germanPolicy, /schwächer als die Regel für alle\. .*senken Sie zuerst/, '1 Rolle wird'],
])('N5 a step that cannot be chosen says what to do, and the bar counts roles', ({ policy }, what, one) => {
  expect(policy.hatched).toMatch(what);
  expect(policy.bar.rolesWeaker(1)).toContain(one);
});

it('the ways that an invited person sets up, which are in the accusative, have a German verb of their own', () => {
  const ways = german.reasons.strength.enhanced;
  expect(ways).toMatch(/^einen Passkey/);
  expect(germanPeople.person.invitedMustSetUp(ways)).toBe(`Nach einem Passwort richtet die Person auch ${ways} ein.`);
});

it('the finding about people who never signed in says what to do in the list', () => {
  expect(english.risks.why['never-signed-in']).toMatch(/list that says when .* long ago, block/);
  expect(german.risks.why['never-signed-in']).toMatch(/Liste, die .* lange zurück, sperren Sie/);
});

it('a time of day in a German sentence has its “Uhr”', () => {
  expect(german.overview.now('Montag, 3. März 2031 um 09:00')).toMatch(/ um 09:00 Uhr$/);
  expect(german.risks.lead(2, '20:52')).toBe('2 Befunde, geprüft um 20:52 Uhr');
});

it('the numbers of a new site with one person are sentences', () => {
  expect(english.overview.meets.label('100%', '1', '0', '0')).toMatch(/^Of 1 person, 100% meet the policy\./);
  expect(german.overview.meets.label('100 %', '1', '0', '0')).toMatch(/^Von 1 Person erfüllen 100 % die Richtlinie\./);
  expect(english.risks.lead(0, '20:52')).toBe('No findings, checked at 20:52');
  expect(german.risks.lead(0, '20:52')).toBe('Keine Befunde, geprüft um 20:52 Uhr');
});

it('a German lock that ends by itself has one name, and differs from a block by an administrator', () => {
  const { people, overview } = german;
  expect([people.states.locked, overview.days.locked]).toEqual(['Zeitweise gesperrt', 'Zeitweise gesperrt']);
  expect(overview.attention.says.locked(2, '2')).toBe('2 Konten sind zeitweise gesperrt');
  expect(germanPeople.administration.lockedUntil('morgen')).toContain(' zeitweise gesperrt');
});

describe.each([
  [
    'en',
    {
      ...english,
      ...englishPeople,
      ...englishPolicy,
      thieves: englishThieves,
      whatIf: englishWhatIf,
      activity: englishActivity,
    },
  ],
  [
    'de',
    {
      ...german,
      ...germanPeople,
      ...germanPolicy,
      thieves: germanThieves,
      whatIf: germanWhatIf,
      activity: germanActivity,
    },
  ],
] as const)('the sentences in %s', (language, words) => {
  it('use the words of the people who read them', () => {
    expect(unknownWords(language, words)).toEqual([]);
  });

  it('have no straight quotes, no three dots in a row and no space at an end', () => {
    expect(untidy(words)).toEqual([]);
  });
});
