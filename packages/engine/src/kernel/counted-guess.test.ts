import type { AttemptRef } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { CountedGuess } from './counted-guess.ts';

const REF = { subject: 'ada' } as unknown as AttemptRef;

/** A guess, and the attempts that were given back. */
function counted() {
  const returned: (AttemptRef | undefined)[] = [];
  const guess = new CountedGuess(REF, async (open) => {
    returned.push(open.take());
  });
  return { guess, returned };
}

describe('a counted guess', () => {
  it('X4 is given back at the end of its step, once', async () => {
    const { guess, returned } = counted();
    {
      await using _ = guess;
    }
    await guess.giveBack();
    expect(returned).toEqual([REF]);
    expect(guess.take()).toBeUndefined();
  });

  it('X4 is given back if the step throws, and the fault is the step’s', async () => {
    const { guess, returned } = counted();
    const step = async (): Promise<void> => {
      await using _ = guess;
      throw new Error('the host is down');
    };
    await expect(step()).rejects.toThrow('the host is down');
    expect(returned).toEqual([REF]);
  });

  it.each<[string, (guess: CountedGuess) => unknown]>([
    ['a commit took it', (guess) => guess.take()],
    ['it stays counted', (guess) => guess.keep()],
    ['it moved into a longer scope', (guess) => guess.move()],
  ])('X4 is not given back if %s', async (_, ends) => {
    const { guess, returned } = counted();
    {
      await using step = guess;
      ends(step);
    }
    expect(returned).toEqual([]);
  });

  it('X4 ends in the scope that it moved into', async () => {
    const { guess, returned } = counted();
    const moved = guess.move();
    await guess.giveBack();
    expect(returned).toEqual([]);
    await moved.giveBack();
    expect(returned).toEqual([REF]);
  });
});
