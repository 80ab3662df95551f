import { problemOf } from '@sallyport/browser';
import { expect, it, vi } from 'vitest';
import { TakenBack } from './controls.ts';
import { raisesTo, withStepUp } from './step-up.ts';

/** The opened dialogs. Only a browser opens the real one. */
const dialogs: {
  readonly demand: unknown;
  readonly resolve: (setUp: undefined) => void;
  readonly reject: (reason: Error) => void;
}[] = [];
vi.mock('./step-up-dialog.ts', () => ({
  stepUp: (demand: unknown) => new Promise<undefined>((resolve, reject) => dialogs.push({ demand, resolve, reject })),
}));

const tooWeak = (): Error =>
  Object.assign(new Error('too weak'), { name: 'SallyportProblem', code: 'insufficient-strength' });

it('two actions that are too weak at once open one dialog', async () => {
  let isStrong = false;
  const action = async (): Promise<string> => {
    if (!isStrong) throw tooWeak();
    return 'done';
  };
  const both = Promise.all([withStepUp(action), withStepUp(action)]);
  await vi.waitFor(() => expect(dialogs).toHaveLength(1));
  isStrong = true;
  dialogs[0]?.resolve(undefined);
  expect(await both).toEqual(['done', 'done']);
  expect(dialogs).toHaveLength(1);
});

it('both are taken back if the person leaves the dialog, and the next action opens a new one', async () => {
  dialogs.length = 0;
  const action = async (): Promise<never> => {
    throw tooWeak();
  };
  const both = Promise.allSettled([withStepUp(action), withStepUp(action)]);
  await vi.waitFor(() => expect(dialogs).toHaveLength(1));
  dialogs[0]?.reject(new TakenBack());
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = withStepUp(action).catch((thrown: unknown) => thrown);
  await vi.waitFor(() => expect(dialogs).toHaveLength(2));
  dialogs[1]?.reject(new TakenBack());
  expect(await next).toBeInstanceOf(TakenBack);
});

/** An action that asks for these challenges, one after the other, before it runs. */
function asksFor(...strengths: readonly string[]) {
  let run = 0;
  return async (): Promise<string> => {
    const strength = strengths[run++];
    if (strength === undefined) return 'done';
    throw await problemOf(
      Response.json({ code: 'insufficient-strength', demand: { strengths: [strength] } }, { status: 401 }),
    );
  };
}

/** Passes each dialog; returns what the action answers, and the strengths of the dialogs. */
async function passingAll(action: () => Promise<string>): Promise<readonly [unknown, unknown[]]> {
  dialogs.length = 0;
  let answer: unknown;
  void withStepUp(action).then(
    (value) => (answer = value),
    (thrown: unknown) => (answer = thrown),
  );
  for (let passed = 0; answer === undefined; passed++) {
    await vi.waitFor(() => expect(answer !== undefined || dialogs.length > passed).toBe(true));
    dialogs[passed]?.resolve(undefined);
  }
  return [answer, dialogs.map(({ demand }) => (demand as { readonly strength: string }).strength)];
}

it('N17 an action may ask for up to three challenges, one after the other, each in a dialog', async () => {
  expect(await passingAll(asksFor('own', 'enhanced'))).toEqual(['done', ['own', 'enhanced']]);
  expect(await passingAll(asksFor('own', 'enhanced', 'own'))).toEqual(['done', ['own', 'enhanced', 'own']]);
  const [answer, asked] = await passingAll(asksFor('own', 'enhanced', 'own', 'enhanced'));
  expect([answer, asked]).toEqual([
    expect.objectContaining({ code: 'insufficient-strength' }),
    ['own', 'enhanced', 'own'],
  ]);
});

it('N17 the challenge that was just passed is not asked again', async () => {
  const [answer, asked] = await passingAll(asksFor('own', 'own'));
  expect([answer, asked]).toEqual([expect.objectContaining({ code: 'insufficient-strength' }), ['own']]);
});

it('X41 the dialog leads into the organisation that the problem names', async () => {
  dialogs.length = 0;
  let isStrong = false;
  const demand = { strengths: ['enhanced'] };
  const action = async (): Promise<string> => {
    if (isStrong) return 'done';
    throw await problemOf(Response.json({ code: 'insufficient-strength', demand, in: 'acme' }, { status: 401 }));
  };
  const done = withStepUp(action);
  await vi.waitFor(() => expect(dialogs).toHaveLength(1));
  expect(dialogs[0]?.demand).toEqual({ strength: 'enhanced', in: 'acme' });
  isStrong = true;
  dialogs[0]?.resolve(undefined);
  expect(await done).toBe('done');
});

it('X41 a second dialog does not open over the first', async () => {
  dialogs.length = 0;
  const first = raisesTo({ strength: 'enhanced' });
  await vi.waitFor(() => expect(dialogs).toHaveLength(1));
  await expect(raisesTo({ strength: 'enhanced' })).rejects.toBeInstanceOf(TakenBack);
  expect(dialogs).toHaveLength(1);
  dialogs[0]?.resolve(undefined);
  await first;
});
