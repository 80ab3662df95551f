import type { Account } from '@sallyport/browser';
import { codeWords } from '../parts/delivered-codes.ts';
import { h } from '../parts/element.ts';
import { listed } from '../parts/lists.ts';
import { closedSetUpSentence } from '../parts/sentences.ts';
import { words } from '../words.ts';

export function isClosed({ closedSetUps }: Account, kind: string): boolean {
  return closedSetUps.some((closed) => closed.kind === kind);
}

export function closedSetUpsNote({ closedSetUps }: Account): HTMLElement | null {
  const byReason = new Map<string, string[]>();
  for (const { kind, because } of closedSetUps) {
    const why = closedSetUpSentence(because) ?? words.problems.byCode['no-way-in'];
    byReason.set(why, [...(byReason.get(why) ?? []), nameOf(kind)]);
  }
  if (byReason.size === 0) return null;
  return h(
    'div',
    { class: 'note stack', 'data-testid': 'closed-set-ups' },
    [...byReason].map(([why, kinds]) => h('p', {}, `${words.account.factors.closed(listed(kinds))} ${why}`)),
  );
}

function nameOf(kind: string): string {
  const { factors, identities, passkeys } = words.account;
  const names: Readonly<Record<string, string>> = {
    passkey: passkeys.title,
    totp: factors.totp,
    'backup-codes': words.enrollment.backupCodesName,
    email: factors.email,
    'external-ids': identities.title,
    password: factors.password,
  };
  return names[kind] ?? codeWords(kind)?.label ?? kind;
}
