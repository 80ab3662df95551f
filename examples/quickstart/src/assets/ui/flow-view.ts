import {
  type AcceptedMethod,
  type CompleteAnswer,
  type EnrollAnswer,
  type FlowAnswer,
  isProblem,
  type Reason,
} from '@sallyport/browser';
import { abandonSignIn } from './abandon.ts';
import { client } from './client.ts';
import { linkButton } from './controls.ts';
import { codeWords } from './delivered-codes.ts';
import { fill, h } from './element.ts';
import { methodName, reasonsNote } from './explain.ts';
import { methodOfSentCode, type PanelContext, panelOf } from './factor-panels.ts';
import { sentenceOf } from './sentences.ts';

export interface FlowViewInput {
  readonly stage: HTMLElement;
  readonly mailbox: string | undefined;
  /** False where leaving is offered elsewhere, as in a dialog. */
  readonly canStartOver?: boolean;
  onComplete(answer: CompleteAnswer): void;
  onEnroll(answer: EnrollAnswer): void;
  /** The flow is over without a result: begin again, saying why where there is something to say. */
  onRestart(note?: string): void;
}

/** Whatever the server accepts next, one choice at a time. The same in sign-in, recovery and step-up. */
export interface FlowView {
  show(answer: FlowAnswer): void;
  /** Deals with a refusal that changes what can be done; answers whether it did. */
  refused(thrown: unknown): boolean;
}

/** What is asked for first, where there is a choice. */
const order: readonly AcceptedMethod['method'][] = [
  'password',
  'ldap',
  'passkey',
  'totp',
  'email-code',
  'sso',
  'backup-code',
  'enrollment-code',
];

export function flowView(input: FlowViewInput): FlowView {
  let ways: readonly AcceptedMethod[] = [];
  const context: PanelContext = { mailbox: input.mailbox, show, onProblem: refused };

  function show(answer: FlowAnswer): void {
    switch (answer.status) {
      case 'complete':
        input.onComplete(answer);
        break;
      case 'enroll':
        input.onEnroll(answer);
        break;
      case 'redirect':
        location.assign(answer.location);
        break;
      case 'continue':
        ways = answer.accept.toSorted((one, other) => rank(one) - rank(other));
        showWay(codeUnderWay() ?? ways[0] ?? { method: 'enrollment-code' }, reasonsNote(answer.because));
    }
  }

  /** The way whose code the person waits for: to show another first would send another code. */
  function codeUnderWay(): AcceptedMethod | undefined {
    const sent = methodOfSentCode();
    return sent === undefined || codeWords(sent) === undefined ? undefined : ways.find(({ method }) => method === sent);
  }

  function showWay(way: AcceptedMethod, note: HTMLElement | null): void {
    const panel = panelOf(way, context);
    const title = h('h1', { tabindex: -1, 'data-testid': `step-${way.method}` }, panel.title);
    const lead = typeof panel.lead === 'string' ? h('p', { class: 'muted' }, panel.lead) : panel.lead;
    fill(input.stage, h('header', {}, title, lead), note, panel.body, waysOut(otherWays(way, note)));
    (input.stage.querySelector('input') ?? title).focus();
  }

  /** The small print of every step: another way, and out of it. */
  function waysOut(others: readonly HTMLElement[]): HTMLElement | null {
    const [toggle = null, list = null] = others;
    const again = input.canStartOver === false ? null : startOver();
    if (toggle === null && again === null) return null;
    return h('div', { class: 'ways-out' }, h('div', { class: 'links small-text' }, toggle, again), list);
  }

  function otherWays(chosen: AcceptedMethod, note: HTMLElement | null): readonly HTMLElement[] {
    const others = ways.filter((way) => way !== chosen);
    if (others.length === 0) return [];
    const list = h(
      'div',
      { class: 'stack', hidden: true, id: 'other-ways' },
      others.map((way) => {
        const attributes = { type: 'button', class: 'button wide', 'data-testid': `method-${way.method}` };
        return h('button', { ...attributes, onclick: () => showWay(way, note) }, methodName(way.method));
      }),
    );
    const toggle = linkButton('Use another way', 'use-another-way', () => {
      list.hidden = !list.hidden;
      toggle.setAttribute('aria-expanded', String(!list.hidden));
    });
    toggle.setAttribute('aria-expanded', 'false');
    toggle.setAttribute('aria-controls', 'other-ways');
    return [toggle, list];
  }

  function startOver(): HTMLElement {
    const again = async (): Promise<void> => {
      await abandonSignIn();
      input.onRestart();
    };
    return linkButton('Start over', 'start-over', again, 'quiet');
  }

  function refused(thrown: unknown): boolean {
    if (!isProblem(thrown)) return false;
    switch (`${thrown.status} ${thrown.code}`) {
      case '410 flow-expired':
        input.onRestart(sentenceOf(thrown));
        return true;
      case '409 flow-conflict':
        void catchUp();
        return true;
      case '403 no-way-in':
        ways = [...ways.filter((way) => way.method !== 'enrollment-code'), { method: 'enrollment-code' }];
        showWay(ways.at(-1) ?? { method: 'enrollment-code' }, refusalNote(thrown, sentenceOf(thrown)));
        return true;
      case '403 account-blocked':
        showEnd('This account is blocked', thrown, null);
        return true;
      case '403 method-not-allowed':
        showEnd('Not this way', thrown, refusalNote(thrown));
        return true;
      default:
        return false;
    }
  }

  async function catchUp(): Promise<void> {
    try {
      const status = await client.signIn.status();
      if (status.status === 'open') input.onRestart('This sign-in went on in another tab.');
      else show(status);
    } catch (thrown) {
      input.onRestart(sentenceOf(thrown));
    }
  }

  function showEnd(title: string, thrown: unknown, note: HTMLElement | null): void {
    const heading = h('h1', { tabindex: -1 }, title);
    const words = h('p', { role: 'alert', 'data-testid': 'error' }, sentenceOf(thrown));
    fill(input.stage, h('header', {}, heading, words), note, waysOut([]));
    heading.focus();
  }

  return { show, refused };
}

function rank({ method }: AcceptedMethod): number {
  if (method === 'passkey' && typeof PublicKeyCredential === 'undefined') return order.length;
  const place = order.indexOf(codeWords(method) === undefined ? method : 'email-code');
  return place < 0 ? order.length : place;
}

/** The reasons a refusal carries, or a sentence instead. */
function refusalNote(thrown: unknown, otherwise?: string): HTMLElement | null {
  const because = isProblem(thrown) ? thrown.members['because'] : undefined;
  const note = Array.isArray(because) ? reasonsNote(because.filter(isReason)) : null;
  if (note !== null || otherwise === undefined) return note;
  return h('p', { class: 'note', 'data-testid': 'because' }, otherwise);
}

function isReason(value: unknown): value is Reason {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}
