import { isProblem } from '@sallyport/browser';

const ADVICE = 'A few words that you can remember are fine.';

/**
 * How long a new password has to be, in the server's words: the policy decides it. `ask` sends a password of one character,
 * which none is: it is refused before anything else is looked at, and changes nothing.
 *
 * @param path the member of the request that the password is in
 */
export async function lengthHint(path: string, ask: (password: string) => Promise<unknown>): Promise<string> {
  let told: string | undefined;
  try {
    await ask('-');
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    told = thrown.errors?.find((error) => error.path === path)?.message;
  }
  return told === undefined ? ADVICE : `${told} ${ADVICE}`;
}
