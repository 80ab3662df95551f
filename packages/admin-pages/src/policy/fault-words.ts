import { type InputError, isProblem, type PolicyDocument } from '@sallyport/browser';
import { blame, type Child, forgive, h } from '@sallyport/pages/parts';
import { counted } from '../parts/numbers.ts';
import { readAt, recordOf } from './document.ts';
import { secondsOf, spanOf } from './duration.ts';
import { MEMBERS, type Member, memberAt, sourceOf } from './members.ts';
import { faultTitle } from './rule-words.ts';
import { words } from './words.ts';

const { faults: says, members: labels } = words.policy;

let later: typeof import('./refused-faults.ts') | undefined;

export function faultsOf(problem: unknown): readonly InputError[] {
  const errors = isProblem(problem) ? (problem.errors ?? []) : [];
  return errors.map((error) => ({ ...error, path: error.path.replace(/^policy\./, '') }));
}

/**
 * The server sends no code and no bounds, so the page compares the value with the bounds of the member. Otherwise the server's English message,
 * marked as English.
 */
export function faultText({ path, message }: InputError, policy: PolicyDocument): Child {
  return (
    faultSentence(path.split('.'), policy) ??
    later?.refusedFault({ path, message }, policy) ??
    h('span', { lang: 'en' }, message)
  );
}

/** Without it the page shows the messages of the server. */
export async function loadRefusedFaults(): Promise<void> {
  later ??= await import('./refused-faults.ts').catch(() => undefined);
}

export function faultLine(error: InputError, policy: PolicyDocument, isText: boolean): Child {
  return [isText ? h('code', {}, error.path) : faultTitle(error.path), ': ', faultText(error, policy)];
}

export function markFaults(within: HTMLElement, problem: unknown, policy: PolicyDocument): void {
  for (const old of within.querySelectorAll('.fault')) old.remove();
  for (const field of within.querySelectorAll<HTMLElement>('[aria-invalid]')) forgive(field);
  for (const error of faultsOf(problem)) {
    const field = fieldOf(within, error.path);
    if (field === null || field.hasAttribute('aria-invalid')) continue;
    mark(field, faultText(error, policy));
  }
}

/** Until the person types in the field, which gets the focus. */
export function refuseField(field: HTMLElement, sentence: string): void {
  field.closest('.field')?.querySelector('.fault')?.remove();
  const line = mark(field, sentence);
  const clear = (): void => {
    line.remove();
    forgive(field);
  };
  field.addEventListener('input', clear, { once: true });
  field.focus();
}

function mark(field: HTMLElement, sentence: Child): HTMLElement {
  const line = h('p', { class: 'fault', 'data-testid': 'fault' }, sentence);
  (field.closest('.field') ?? field.parentElement)?.append(line);
  blame(field, line);
  return line;
}

function fieldOf(within: HTMLElement, path: string): HTMLElement | null {
  const names = path.split('.');
  const [top, name, member, place, part = 'acr'] = names;
  const ids =
    top === 'providers' && member === 'trust' && place !== undefined
      ? [`trust-${name}-${place}-${part}`]
      : names.map((_, left) => names.slice(0, names.length - left).join('.'));
  for (const id of ids) {
    const field = within.querySelector<HTMLElement>(`input#${CSS.escape(id)}, select#${CSS.escape(id)}`);
    if (field !== null) return field;
  }
  return null;
}

export function faultSentence(path: readonly string[], policy: PolicyDocument): string | undefined {
  const value = readAt(policy, path);
  const known = memberAt(path);
  if (known !== undefined && value === undefined) return comparedFault(path, policy);
  if (known?.member.kind === 'number') return numberFault(known.member, value) ?? comparedFault(path, policy);
  if (known?.member.kind === 'time') return timeFault(known.member, value) ?? comparedFault(path, policy);
  if (path.join('.') === 'dormant.after') return timeFault(MEMBERS.dormant, value);
  return undefined;
}

function numberFault({ least = 0, most = 0, whole = true }: Member, value: unknown): string | undefined {
  const isIn = typeof value === 'number' && value >= Number(least) && value <= Number(most);
  if (isIn && (Number.isInteger(value) || !whole)) return undefined;
  return says.number(whole, counted(Number(least)), counted(Number(most)));
}

function timeFault({ least, most }: Member, value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[1-9]\d{0,5}[smhd]$/.test(value)) return says.time;
  const seconds = secondsOf(value);
  const [shortest, longest] = [least, most].map((bound) => (bound === undefined ? undefined : String(bound)));
  if (shortest !== undefined && seconds < secondsOf(shortest)) return says.atLeast(spanOf(shortest));
  if (longest !== undefined && seconds > secondsOf(longest)) return says.atMost(spanOf(longest));
  return undefined;
}

function comparedFault(path: readonly string[], policy: PolicyDocument): string | undefined {
  const { rest } = sourceOf(path);
  const value = readAt(policy, path);
  const lockout = { ...defaults(), ...recordOf(policy['lockout']) };
  const absolute = readAt(policy, [...path.slice(0, -1), 'absolute']);
  switch (rest.join('.')) {
    case 'lockout.hardLimit':
      return Number(value ?? lockout.hardLimit) < Number(lockout.maxFailures)
        ? says.atLeastAs(labels['lockout.maxFailures'].label, String(lockout.maxFailures))
        : undefined;
    case 'lockout.maxLockFor':
      return secondsOf(String(value ?? lockout.maxLockFor)) < secondsOf(String(lockout.lockFor))
        ? says.atLeastAs(labels['lockout.lockFor'].label, spanOf(String(lockout.lockFor)))
        : undefined;
    case 'session.idle':
      return typeof absolute === 'string' && secondsOf(String(value)) > secondsOf(absolute)
        ? says.atMostAs(labels['session.absolute'].label, spanOf(absolute))
        : undefined;
    default:
      return undefined;
  }
}

function defaults() {
  return {
    maxFailures: MEMBERS['lockout.maxFailures'].fallback,
    lockFor: MEMBERS['lockout.lockFor'].fallback,
    maxLockFor: MEMBERS['lockout.maxLockFor'].fallback,
    hardLimit: MEMBERS['lockout.hardLimit'].fallback,
  };
}
