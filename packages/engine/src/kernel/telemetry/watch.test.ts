import { type Registered, registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { describe, expect, it } from 'vitest';
import { errorType, secondsSince, seenPart, watch } from './watch.ts';

const MAILBOX = 'ada@example.org';

it.each([
  [Object.assign(new Error(MAILBOX), { code: 'store-unavailable' }), 'store-unavailable'],
  [Object.assign(new Error(MAILBOX), { code: '23505' }), 'Error'],
  [Object.assign(new Error(MAILBOX), { code: `no route for ${MAILBOX}` }), 'Error'],
  [new TypeError(MAILBOX), 'TypeError'],
  [Object.assign(new Error('x'), { name: MAILBOX }), '_OTHER'],
  [MAILBOX, '_OTHER'],
  [undefined, '_OTHER'],
])('a fault is told by its code or its class, and by nothing that it says: %j', (fault, told) => {
  expect(errorType(fault)).toBe(told);
});

it('time is measured in seconds', () => {
  const seconds = secondsSince(performance.now() - 1_000_000);
  expect(seconds).toBeGreaterThanOrEqual(1_000);
  expect(seconds).toBeLessThan(1_010);
});

interface Watched extends Pick<Registered, 'spans'> {
  watched<Answer>(work: () => Answer): Answer;
}

function watching(): Watched {
  const { api, spans } = registerOpenTelemetry();
  const duration = api.metrics.getMeter('test').createHistogram('duration');
  return {
    spans,
    watched: (work) => watch(api.trace.getTracer('test'), { name: 'work', attributes: {}, duration }, work),
  };
}

describe('watched work', () => {
  it.each([undefined, null, 'a text', 7, {}, { then: 'no function' }])(
    'that answers %j at once ends at once',
    (answer) => {
      const { watched, spans } = watching();
      expect(watched(() => answer)).toBe(answer);
      expect(spans()).toMatchObject([{ name: 'work', status: { code: 0 } }]);
    },
  );

  it('that fails at once ends at once, with the fault', () => {
    const { watched, spans } = watching();
    const fails = (): never => {
      throw new TypeError('no');
    };
    expect(() => watched(fails)).toThrow('no');
    expect(spans()).toMatchObject([{ attributes: { 'error.type': 'TypeError' }, status: { code: 2 } }]);
  });

  it('that promises its answer ends with the answer', async () => {
    const { watched, spans } = watching();
    let answers: (answer: string) => void = () => undefined;
    const answer = watched(
      () =>
        new Promise<string>((resolve) => {
          answers = resolve;
        }),
    );
    expect(spans()).toEqual([]);
    answers('late');
    expect(await answer).toBe('late');
    expect(spans()).toMatchObject([{ name: 'work', status: { code: 0 } }]);
  });

  it('that breaks its promise ends with the fault', async () => {
    const { watched, spans } = watching();
    await expect(watched(() => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    expect(spans()).toMatchObject([{ attributes: { 'error.type': 'TypeError' }, status: { code: 2 } }]);
  });
});

describe('a part that is seen', () => {
  class Part {
    readonly id = 'corp';
    readonly #asked: string[] = [];
    ask(question: string): number {
      return this.#asked.push(question);
    }
    [Symbol.toPrimitive](): string {
      return this.id;
    }
  }

  it('runs each function on the part itself, and tells its name', () => {
    const told: string[] = [];
    const seen = seenPart(new Part(), (name, call) => {
      told.push(name);
      return call();
    });
    expect([seen.ask('one'), seen.ask('two')]).toEqual([1, 2]);
    expect(told).toEqual(['ask', 'ask']);
  });

  it('has the same function at each reading, so that a host can compare the functions', () => {
    const seen = seenPart(new Part(), (_, call) => call());
    expect(seen.ask).toBe(seen.ask);
  });

  it('has its values, and the functions that JavaScript itself calls, as they are', () => {
    const part = new Part();
    const seen = seenPart(part, () => expect.fail('told'));
    expect(seen.id).toBe('corp');
    expect(seen[Symbol.toPrimitive]).toBe(part[Symbol.toPrimitive]);
  });
});
