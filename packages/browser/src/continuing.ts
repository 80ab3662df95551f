import { isProblem } from './problem.ts';
import type { Call, Transport } from './transport.ts';

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
      if (isProblem(thrown) && thrown.code === 'flow-expired') last = undefined;
      throw thrown;
    }
  };
}

export function continuing(send: Transport, continues = true): Transport {
  return (call) => send({ ...call, continues });
}

function isMeant({ path }: Call, last: unknown): boolean {
  const isStep = path.startsWith('/sign-in/');
  return last === 'enroll' ? isStep || isSetUp(path) : last === 'continue' && isStep;
}

/** A link to a provider is of the session. */
function isSetUp(path: string): boolean {
  return path.startsWith('/enroll/') && !path.startsWith('/enroll/sso/');
}

function statusOf(answer: unknown): unknown {
  const { status }: { readonly status?: unknown } = Object(answer);
  return status;
}
