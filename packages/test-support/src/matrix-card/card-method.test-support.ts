import type { AccountFactors, Guessable, MethodDescriptor, StrongSecond } from '@sallyport/core';
import { HIT } from './card.test-support.ts';

const isEnrolled = ({ others = [] }: AccountFactors): boolean => others.includes('card');

/** What core knows of a printed card. */
export const cardMethod: MethodDescriptor<'card'> & StrongSecond & Guessable = {
  name: 'card',
  use: 'second',
  beside: ['baseline', 'enhanced'],
  inSentences: 'printed card',
  guessed: true,
  odds: { hit: HIT, guesses: 'cells of a card' },
  challenged: true,
  thing: { name: 'card' },
  enrollable: true,
  worthForSetUp: 'strong',
  enrolled: isEnrolled,
  factor: { name: 'card', add: (factors) => ({ ...factors, others: [...(factors.others ?? []), 'card'] }) },
  proof: (_, factors, at) => (isEnrolled(factors) ? { method: 'card', at } : undefined),
};
