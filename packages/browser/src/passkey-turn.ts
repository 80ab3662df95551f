import { WebAuthnAbortService } from '@simplewebauthn/browser';
import { PasskeyProblem } from './passkey-problem.ts';

/** A WebAuthn ceremony. `asked`: a person started the ceremony. `waiting`: the ceremony waits in the autofill. */
interface Ceremony {
  readonly kind: 'asked' | 'waiting';
  isAnswering: boolean;
}

/** The current ceremony of this page, shared by all clients: a browser shows one prompt at a time. */
let current: Ceremony | undefined;

/** Guards the steps of a ceremony against other ceremonies. */
export interface PasskeyTurn {
  /** Call before the prompt opens. @throws PasskeyProblem `passkey-superseded` if another ceremony has begun */
  check(): void;
  /** Sends the response of the prompt. Until the server answers, no other ceremony begins. @throws PasskeyProblem as `check` */
  answer<Answer>(send: () => Promise<Answer>): Promise<Answer>;
}

/**
 * Runs a ceremony. First cancels a prompt that waits in the autofill. If the old prompt ended only when the new prompt opens, the person
 * could answer both prompts during the request for options, and one gesture would cause two sign-ins.
 *
 * @throws PasskeyProblem `passkey-superseded` if the response of an earlier prompt is being sent, or if an autofill ceremony begins while
 * a person uses another prompt
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

/** Cancels the current prompt, in the autofill too, and a prompt that is about to open. Does not stop a response that is being sent. */
export function cancelPasskeyPrompt(): void {
  if (current?.isAnswering !== true) current = undefined;
  WebAuthnAbortService.cancelCeremony();
}

function superseded(): PasskeyProblem {
  return new PasskeyProblem('passkey-superseded', undefined);
}
