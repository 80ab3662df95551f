import type { Texts, Translation } from './settings.ts';

export function withTexts<Words extends object>(
  words: Words,
  texts: Texts<Words> | Translation<Words> | undefined,
): Words {
  return texts === undefined ? words : (replaced(words, texts) as Words);
}

function replaced(own: object, texts: object): object {
  const theirs = new Map(Object.entries(texts));
  return Object.fromEntries(
    Object.entries(own).map(([key, sentence]) => {
      const text: unknown = theirs.get(key);
      if (typeof sentence === 'string' || typeof sentence === 'function')
        return [key, typeof text === typeof sentence ? text : sentence];
      return [key, isRoom(sentence) && isRoom(text) ? replaced(sentence, text) : sentence];
    }),
  );
}

const isRoom = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
