import { WebAuthnAbortService } from '@simplewebauthn/browser';
import { PasskeyProblem } from './passkey-problem.ts';

/** One ceremony. `waiting`: in the autofill, without anybody having asked for it. */
interface Ceremony {
  readonly kind: 'asked' | 'waiting';
  isAnswering: boolean;
}

/** A browser has one prompt at a time, whichever client of this page opened it. */
let current: Ceremony | undefined;

/** What a ceremony goes by while others may begin. */
export interface PasskeyTurn {
  /** Comes before the prompt opens. @throws PasskeyProblem `passkey-superseded` if another ceremony began meanwhile */
  check(): void;
  /** Sends what the prompt gave. Until that is answered, no other ceremony begins. @throws PasskeyProblem as `check` */
  answer<Answer>(send: () => Promise<Answer>): Promise<Answer>;
}

/**
 * Holds a ceremony. The prompt that waits in the autofill ends here, and not when the next one opens: a request for options lies
 * between the two, in which both could be answered, and two sign-ins come of one press.
 *
 * @throws PasskeyProblem `passkey-superseded` if the answer to an earlier prompt is on its way already, and if this one would
 * wait in the autofill while somebody is asked
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

/** Ends a prompt that waits, the one in the autofill included, and one that is about to open. */
export function cancelPasskeyPrompt(): void {
  if (current?.isAnswering !== true) current = undefined;
  WebAuthnAbortService.cancelCeremony();
}

function superseded(): PasskeyProblem {
  return new PasskeyProblem('passkey-superseded', undefined);
}
