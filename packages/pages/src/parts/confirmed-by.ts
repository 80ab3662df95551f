import type { ConfirmedBy, ContinueAnswer } from '@sallyport/browser';
import { h } from './element.ts';
import { listed } from './lists.ts';
import { providerName } from './open-ways.ts';
import { sentenceFor, words } from './words.ts';

/** @param confirms whether a signed-in person confirms an action, who knows what the sign-in rests on */
export function confirmedNote({ confirmedBy = [] }: ContinueAnswer, confirms: boolean): string | undefined {
  const asOne = countedAsOne(confirmedBy);
  if (asOne !== undefined) return words.signIn.countAsOne(proofsOf(asOne), providerName(asOne.provider));
  const [first] = confirmedBy;
  return confirms || first === undefined ? undefined : words.signIn.confirmedBy(providerName(first.provider));
}

/** Names the two proofs that count as one. */
export function nothingElse(confirmedBy: readonly ConfirmedBy[], confirms: boolean): string {
  if (confirms) return words.signIn.lostHere.nothingElse;
  const asOne = countedAsOne(confirmedBy);
  return asOne === undefined ? words.signIn.nothingElse : words.signIn.nothingElseCounts(proofsOf(asOne));
}

export function moreAtProvider(confirmedBy: readonly ConfirmedBy[], confirms: boolean): HTMLElement | null {
  const enough = confirmedBy.find(({ moreIsEnough }) => moreIsEnough === true);
  if (confirms || enough === undefined) return null;
  const { moreAtProvider: says, otherAccount, continueWith } = words.signIn;
  const name = providerName(enough.provider);
  return h('p', { class: 'note', 'data-testid': 'more-at-provider' }, says(name, otherAccount, continueWith(name)));
}

function countedAsOne(confirmedBy: readonly ConfirmedBy[]): ConfirmedBy | undefined {
  return confirmedBy.find(({ asOneWith }) => asOneWith !== undefined);
}

function proofsOf({ provider, asOneWith = [] }: ConfirmedBy): string {
  const others = asOneWith.map(({ method, provider: other }) =>
    other === undefined ? (sentenceFor(words.signIn.yours, method) ?? method) : providerName(other),
  );
  return listed([...others, providerName(provider)]);
}
