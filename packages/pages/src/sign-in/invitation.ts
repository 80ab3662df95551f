import { isProblem } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { button } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import { firstSignIn, keepFirstSignIn } from '../parts/first-link.ts';
import type { FlowView } from '../parts/flow-view.ts';
import { dropParameters } from '../parts/location.ts';
import { lengthHint } from '../parts/password-length.ts';
import { signedInAlready } from '../parts/signed-in-already.ts';
import { stepTitle } from '../parts/step-title.ts';
import { stepShown } from '../parts/steps.ts';
import { invitationOpens } from '../parts/used-code.ts';
import { words } from '../words.ts';
import { firstPassword, isNoPassword } from './first-password.ts';

export interface InvitationInput {
  readonly stage: HTMLElement;
  readonly token: string;
  readonly view: FlowView;
  goesOn(): Promise<boolean>;
  onSignIn(): unknown;
}

/** Checks the link before the person chooses a password. */
export async function acceptInvitation(input: InvitationInput): Promise<void> {
  const { stage, token, view } = input;
  let used = false;
  let takesPassword = true;
  let identifier: string | undefined;
  const hint = await lengthHint('password', async (password) => {
    await client.invitation.accept({ token, password }).catch((thrown: unknown) => {
      used = isUsed(thrown);
      takesPassword = !isNoPassword(thrown);
      identifier = identifierIn(thrown);
      throw thrown;
    });
  });
  if (used) return showUsed(input);
  firstPassword({
    stage,
    title: words.signIn.welcome,
    lead: words.signIn.invited,
    identifier,
    hint: takesPassword ? `${words.signIn.invitedHint(identifier)} ${hint}` : undefined,
    accept: async (password) => {
      const answer = await client.invitation.accept({ token, password });
      invitationOpens();
      keepFirstSignIn({ password, takesPassword, invitation: token });
      dropParameters();
      view.show(answer);
    },
    refused: (thrown) => {
      if (!isUsed(thrown)) return view.refused(thrown);
      void showUsed(input);
      return true;
    },
  });
}

function identifierIn(thrown: unknown): string | undefined {
  const identifier = isProblem(thrown) ? thrown.members['identifier'] : undefined;
  return typeof identifier === 'string' ? identifier : undefined;
}

function isUsed(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.code === 'invalid-credentials';
}

/** The link works once. A person who left the first sign-in goes on with it. An open sign-in that no link began may be somebody else's. */
async function showUsed({ stage, goesOn, onSignIn }: InvitationInput): Promise<void> {
  dropParameters();
  if (firstSignIn() !== undefined && (await goesOn())) return;
  const signedIn = await signedInAlready();
  const title = stepTitle(stage, words.signIn.invitationUsedTitle, 'link-used');
  stepShown('link-used', words.signIn.invitationUsedTitle, 'instead');
  fill(
    stage,
    h('header', {}, title, h('p', { class: 'muted' }, words.signIn.invitationUsed), signedIn?.said ?? null),
    signedIn?.toAccount ??
      button({ label: words.signIn.backToSignIn, testid: 'back', look: 'primary wide', run: async () => onSignIn() }),
  );
  title.focus();
}
