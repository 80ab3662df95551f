// The figure contains only the decision.
import { evaluate } from '@sallyport/core';
import { answerOf, policyOf, questionOf } from '../sallyport-question.mjs';
import { inputs } from '../scenario.mjs';

export const name = '**Sallyport** `evaluate` alone';

const asked = new Map(inputs.map((input) => [input, { policy: policyOf(input), question: questionOf(input) }]));

const ready = [...asked.values()];

export const readyBatch = () => ready;
export const decideReady = ({ policy, question }) => evaluate(policy, question);

export function decide(input) {
  const { policy, question } = asked.get(input);
  return answerOf(input, evaluate(policy, question));
}
