import { WebAuthnAbortService } from '@simplewebauthn/browser';
import { PasskeyProblem } from './passkey-problem.ts';

interface Ceremony {
  readonly kind: 'asked' | 'waiting';
  isAnswering: boolean;
}

/** Shared by all clients of this page: a browser shows one prompt at a time. */
let current: Ceremony | undefined;

export interface PasskeyTurn {
  /** Call before the prompt opens. @throws PasskeyProblem `passkey-superseded` if another ceremony has begun */
  check(): void;
  /** Until the server answers, no other ceremony begins. @throws PasskeyProblem as `check` */
  answer<Answer>(send: () => Promise<Answer>): Promise<Answer>;
}

/**
 * First cancels a prompt that waits in the autofill. If the old prompt ended only when the new prompt opens, one gesture could cause two sign-ins.
 *
 * @throws PasskeyProblem `passkey-superseded` if an earlier response is being sent, or an autofill ceremony begins while a person uses another prompt
 */
export async function inPasskeyTurn<Result>(
  kind: Ceremony['kind'],
  hold: (turn: PasskeyTurn) => Promise<Result>,
): Promise<Result> {
  if (current?.isAnswering === true || (kind === 'waiting' && current?.kind === 'asked')) throw superseded();
  cancelPasskeyPrompt();
  const mine: Ceremony = { kind, isAnswering: false };
  current = mine;
  const check = (): void => {
    if (current !== mine) throw superseded();
  };
  try {
    return await hold({
      check,
      answer(send) {
        check();
        mine.isAnswering = true;
        return send();
      },
    });
  } finally {
    if (current === mine) current = undefined;
  }
}

export function cancelPasskeyPrompt(): void {
  if (current?.isAnswering !== true) current = undefined;
  WebAuthnAbortService.cancelCeremony();
}

function superseded(): PasskeyProblem {
  return new PasskeyProblem('passkey-superseded', undefined);
}
