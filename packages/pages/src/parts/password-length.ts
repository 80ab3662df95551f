import { isProblem } from '@sallyport/browser';
import { faultSentence } from './sentences.ts';
import { words } from './words.ts';

/**
 * A hint about the policy's minimum length of a password, and that a password need not be complicated. `ask` sends a password of one
 * character, which the server refuses without a change.
 *
 * @param path the password's member in the request
 */
export async function lengthHint(path: string, ask: (password: string) => Promise<unknown>): Promise<string> {
  let told: string | undefined;
  try {
    await ask('-');
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    const fault = thrown.errors?.find((error) => error.path === path && error.code === 'too-short');
    told = fault && faultSentence(fault, '');
  }
  return told === undefined ? words.signIn.newPasswordHint : `${told} ${words.signIn.newPasswordHint}`;
}
