import { evaluate } from '@sallyport/core';
import { answerOf, policyOf, questionOf } from '../sallyport-question.mjs';

export const name = '**Sallyport** `evaluate`, translation included';

export const decide = (input) => answerOf(input, evaluate(policyOf(input), questionOf(input)));
