import { isProblem } from '@sallyport/browser';
import { faultSentence } from './sentences.ts';
import { words } from './words.ts';

/**
 * How long a new password has to be, which the policy decides, and that it need not be complicated. `ask` sends a password of one character,
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
    const fault = thrown.errors?.find((error) => error.path === path && error.code === 'too-short');
    told = fault && faultSentence(fault, '');
  }
  return told === undefined ? words.signIn.newPasswordHint : `${told} ${words.signIn.newPasswordHint}`;
}
