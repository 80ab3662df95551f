// Sallyport by itself, where the application keeps accounts and evidence as Sallyport writes them, as the engine does.
// Answers are translated before the clock runs, too: the oracle checks the decision, and the figure is the decision's alone.
import { evaluate } from '@sallyport/core';
import { answerOf, policyOf, questionOf } from '../sallyport-question.mjs';
import { inputs } from '../scenario.mjs';

export const name = '**Sallyport** `evaluate` alone';

const asked = new Map(inputs.map((input) => [input, { policy: policyOf(input), question: questionOf(input) }]));

const ready = [...asked.values()];

/** What is timed, over questions that are ready. */
export const readyBatch = () => ready;
export const decideReady = ({ policy, question }) => evaluate(policy, question);

export function decide(input) {
  const { policy, question } = asked.get(input);
  return answerOf(input, evaluate(policy, question));
}
