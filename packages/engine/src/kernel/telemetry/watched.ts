/** The end of some work: an answer, or a thrown fault. */
export type Ended = { readonly answer: unknown } | { readonly fault: unknown };

/** Returns the result of `work`, which may be a promise. `ended` is called first. */
export function watched<Answer>(work: () => Answer, ended: (how: Ended) => void): Answer {
  let answer: Answer;
  try {
    answer = work();
  } catch (fault) {
    ended({ fault });
    throw fault;
  }
  if (isPromise(answer)) {
    answer.then(
      (later) => ended({ answer: later }),
      (fault: unknown) => ended({ fault }),
    );
  } else {
    ended({ answer });
  }
  return answer;
}

function isPromise(answer: unknown): answer is PromiseLike<unknown> {
  return typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function';
}
