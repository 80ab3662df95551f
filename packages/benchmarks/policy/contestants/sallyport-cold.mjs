import { evaluate } from '@sallyport/core';
import { answerOf, policyOf, questionOf } from '../sallyport-question.mjs';
import { inputs } from '../scenario.mjs';

export const name = '**Sallyport** `evaluate` alone, never asked before';

/** More than a cache of answers would hold. */
const BATCHES = 500;

function neverAsked(input, batch) {
  const { account, evidence, now, demand } = questionOf(input);
  const at = now + batch;
  const id = (own) => `${own}-${batch}`;
  return {
    policy: policyOf(input),
    question: {
      account: {
        roles: [...account.roles, `project-${batch}`],
        factors: { ...account.factors, passkeys: account.factors.passkeys.map((key) => ({ ...key, id: id(key.id) })) },
      },
      evidence: evidence.map((proof) =>
        proof.method === 'passkey' ? { ...proof, at, credentialId: id(proof.credentialId) } : { ...proof, at },
      ),
      now: at,
      demand,
    },
  };
}

const batches = Array.from({ length: BATCHES }, (_, batch) => inputs.map((input) => neverAsked(input, batch)));
let next = 0;

export const readyBatch = () => batches[next++ % BATCHES];
export const decideReady = ({ policy, question }) => evaluate(policy, question);

export function decide(input) {
  const { policy, question } = neverAsked(input, 0);
  return answerOf(input, evaluate(policy, question));
}
