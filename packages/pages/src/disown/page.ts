import { isProblem } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { actionForm, linkButton } from '../parts/controls.ts';
import { byId, fill, h } from '../parts/element.ts';
import { here } from '../parts/here.ts';
import { dropParameters, parameter } from '../parts/location.ts';
import { stepTitle } from '../parts/step-title.ts';
import { stepShown } from '../parts/steps.ts';
import { words } from '../words.ts';

const stage = byId('disown');
const says = words.disown;
const token = parameter('token');

/** Of the link that ended a sign-in. For the whole browser: a mail opens its link in a new tab. */
const KEY = 'sallyport.disowned';
const endOf = (link: string): string => link.slice(-8);

if (token === undefined) showText(says.title, 'no-link', [says.noLink], toAccount());
else if (localStorage.getItem(KEY) === endOf(token)) showUsed();
else askWhether(token);

/** A mail program may open the link by itself. */
function askWhether(link: string): void {
  const form = actionForm({
    fields: null,
    submit: says.notMe,
    look: 'danger',
    testid: 'not-me',
    run: async () => {
      const { ended } = await client.session.disown(link);
      localStorage.setItem(KEY, endOf(link));
      dropParameters();
      showText(
        says.doneTitle,
        'disowned',
        [ended > 0 ? says.ended : says.wasOver, says.advice, says.next],
        toPassword(),
      );
    },
    onProblem: (thrown) => {
      if (!isProblem(thrown) || thrown.code !== 'invalid-credentials') return false;
      showUsed();
      return true;
    },
  });
  const mine = linkButton(says.wasMe, 'was-me', () => {
    dropParameters();
    showText(says.thanksTitle, 'kept', [says.thanks], toAccount());
  });
  stepShown('start', says.title);
  fill(
    stage,
    h('header', {}, stepTitle(stage, says.title), h('p', { class: 'muted' }, says.lead)),
    form,
    h('div', { class: 'links small-text' }, mine),
  );
}

function showUsed(): void {
  dropParameters();
  showText(says.usedTitle, 'link-used', [says.usedText], toAccount());
}

function showText(title: string, testid: string, texts: readonly string[], after: HTMLElement): void {
  const heading = stepTitle(stage, title, testid);
  stepShown(testid, title, 'instead');
  fill(stage, h('header', {}, heading, ...texts.map((text) => h('p', { class: 'muted' }, text))), after);
  heading.focus();
}

function toPassword(): HTMLElement {
  return h('a', { class: 'button primary wide', href: here('/account#password') }, says.toPassword);
}

function toAccount(): HTMLElement {
  return h('a', { class: 'button wide', href: here('/account') }, says.toAccount);
}
