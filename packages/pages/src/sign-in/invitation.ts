import { client } from '../parts/client.ts';
import type { FlowView } from '../parts/flow-view.ts';
import { dropParameters } from '../parts/location.ts';
import { words } from '../words.ts';
import { firstPassword } from './first-password.ts';

export interface InvitationInput {
  readonly stage: HTMLElement;
  readonly token: string;
  readonly view: FlowView;
}

/** The first sign-in of an invited person. */
export function acceptInvitation({ stage, token, view }: InvitationInput): void {
  firstPassword({
    stage,
    title: words.signIn.welcome,
    lead: words.signIn.invited,
    hint: words.signIn.invitedHint,
    accept: async (password) => {
      const answer = await client.invitation.accept({ token, password });
      dropParameters();
      view.show(answer);
    },
    refused: view.refused,
  });
}
