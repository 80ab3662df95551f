import { isProblem, type Membership } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { button } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import { notPermitted } from '../parts/guarded.ts';
import { here } from '../parts/here.ts';
import { problemLine } from '../parts/problem-line.ts';
import { settings } from '../parts/settings.ts';
import { showsSession } from '../parts/shown-session.ts';
import { withStepUp } from '../parts/step-up.ts';
import { showWho } from '../parts/who.ts';
import { words } from './words.ts';

const { invitations: says, toAccount } = words.organisation;
const ACCOUNT = { href: here('/account'), label: toAccount };

/** @param token of the link in the mail. Nobody joins by opening the page, which a program that reads mails does too */
export async function offerToJoin(place: HTMLElement, token: string): Promise<void> {
  const { accountId } = await client.session.get();
  showsSession(accountId);
  void showWho();
  const said = problemLine();
  const join = button({
    label: says.join,
    testid: 'join',
    look: 'primary',
    run: async () => {
      said.clear();
      try {
        showJoined(place, await withStepUp(() => client.joinOrganisation(token)));
      } catch (thrown) {
        const final = isProblem(thrown) ? FINAL[thrown.code] : undefined;
        if (final === undefined) said.show(thrown, join);
        else fill(place, notPermitted(final, ACCOUNT));
      }
    },
  });
  const title = h('h2', {}, says.joinTitle);
  fill(place, h('div', { class: 'card stack' }, title, h('p', {}, says.joinText), said.element, h('div', {}, join)));
}

const FINAL: Readonly<Record<string, string>> = {
  'not-permitted': says.otherAddress,
  'invalid-credentials': says.over,
};

function showJoined(place: HTMLElement, { organisation, name = organisation, roles }: Membership): void {
  const { administrators = [] } = settings.organisations ?? {};
  const manages = roles.some((role) => administrators.includes(role));
  const href = here(`/organisation?in=${encodeURIComponent(organisation)}`);
  const said = h('p', { class: 'note go', tabindex: -1, 'data-testid': 'joined' }, says.joined(name));
  const open = manages ? h('a', { class: 'button primary', href }, says.open(name)) : null;
  fill(
    place,
    said,
    h('div', { class: 'actions' }, open, h('a', { class: 'button', href: here('/account') }, toAccount)),
  );
  said.focus();
}
