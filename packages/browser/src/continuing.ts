import { isProblem } from './problem.ts';
import type { Call, Transport } from './transport.ts';

const OVER = 'over';

/** The server cannot know that a flow was open. */
export function continuingAfterAnswers(send: Transport): Transport {
  let last: unknown;
  return async <Answer>(call: Call) => {
    const continues = isMeant(call, last) || undefined;
    if (call.method === 'DELETE') last = undefined;
    try {
      const answer = await send<Answer>({ continues, ...call });
      last = statusOf(answer) ?? last;
      return answer;
    } catch (thrown) {
      if (isProblem(thrown) && thrown.code === 'flow-expired' && isInFlow(last)) last = OVER;
      throw thrown;
    }
  };
}

export function continuing(send: Transport, continues = true): Transport {
  return (call) => send({ ...call, continues });
}

function isMeant({ path }: Call, last: unknown): boolean {
  const isStep = path.startsWith('/sign-in/') && !(last === OVER && beginsAnew(path));
  return last === 'continue' ? isStep : isInFlow(last) && (isStep || isSetUp(path));
}

function isInFlow(last: unknown): boolean {
  return last === 'continue' || last === 'enroll' || last === OVER;
}

function beginsAnew(path: string): boolean {
  return path.startsWith('/sign-in/passkey');
}

/** A link to a provider is of the session. */
function isSetUp(path: string): boolean {
  return path.startsWith('/enroll/') && !path.startsWith('/enroll/sso/');
}

function statusOf(answer: unknown): unknown {
  const { status }: { readonly status?: unknown } = Object(answer);
  return status;
}
