import type { Timer } from './timer.ts';

/** The host may still have done the work. */
export class HostSilent extends Error {
  readonly code = 'host-silent';
  constructor(call: string, limit: number) {
    super(`the host's ${call} did not answer within ${limit / 1000} s`);
    this.name = 'HostSilent';
  }
}

export function bounded<Asked extends unknown[], Answer>(
  timer: Timer,
  name: string,
  limit: number,
  call: (...asked: Asked) => Answer,
): (...asked: Asked) => Promise<Awaited<Answer>> {
  return (...asked) => within(timer, limit, started(call, asked), () => new HostSilent(name, limit));
}

async function started<Asked extends unknown[], Answer>(
  call: (...asked: Asked) => Answer,
  asked: Asked,
): Promise<Awaited<Answer>> {
  return await call(...asked);
}

export function within<Answer>(
  timer: Timer,
  limit: number,
  work: PromiseLike<Answer>,
  late: () => Error,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(limit, () => reject(late()), true);
    work.then(
      (answer) => {
        cancel();
        resolve(answer);
      },
      (fault: unknown) => {
        cancel();
        reject(fault);
      },
    );
  });
}
