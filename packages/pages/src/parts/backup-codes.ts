import { isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { copyButton, download } from './clipboard.ts';
import { button } from './controls.ts';
import { fill, h } from './element.ts';
import { stepTitle } from './step-title.ts';
import { signingIn } from './tabs.ts';
import { forgetUnsaved, keepUnsaved, ownerOfUnsaved, type UnsavedCodes, unsavedCodes } from './unsaved-codes.ts';
import { goOnTo } from './unsent-form.ts';
import { usedIdentities } from './used-identities.ts';
import { words } from './words.ts';

export function showBackupCodes(stage: HTMLElement, unsaved: UnsavedCodes, onDone: () => void): void {
  const { codes, replaced } = unsaved;
  keepUnsaved(unsaved);
  const head = h('p', { class: 'only-printed' }, words.enrollment.backupFile(location.host, undefined));
  const account = client.account.get().catch(() => undefined);
  const about = h('p', { class: 'muted' }, words.enrollment.keepBackupCodes);
  void account.then((own) => {
    // Without a first proof, a code opens nothing.
    const hasFirstProof = own?.factors.password !== false || usedIdentities(own).length > 0;
    about.before(
      hasFirstProof
        ? h('p', { class: 'muted' }, words.enrollment.aboutBackupCodes)
        : h('p', { class: 'note warn', 'data-testid': 'beside-password' }, words.enrollment.besidePassword),
    );
    if (own?.factors.passkeys.length === 1)
      about.after(h('p', { class: 'muted', 'data-testid': 'second-passkey' }, words.enrollment.onlyPasskey));
  });
  const whose = account.then((own) => (own === undefined ? signingIn() : own.identifiers[0]));
  void whose.then((identifier) => fill(head, words.enrollment.backupFile(location.host, identifier)));
  const title = stepTitle(stage, words.enrollment.backupCodes);
  fill(
    stage,
    h(
      'header',
      {},
      title,
      about,
      replaced === true
        ? h('p', { class: 'note', 'data-testid': 'codes-replaced' }, words.enrollment.codesReplaced)
        : null,
    ),
    head,
    h(
      'ul',
      { class: 'codes', 'data-testid': 'backup-codes' },
      codes.map((code) => h('li', { 'data-testid': 'backup-code' }, code)),
    ),
    h(
      'div',
      { class: 'actions' },
      copyButton(codes.join('\n'), 'copy-backup-codes'),
      button({
        label: words.buttons.download,
        testid: 'download-backup-codes',
        look: 'compact',
        run: async () => {
          const about = words.enrollment.backupFile(location.host, await whose);
          download(words.enrollment.backupFileName, `${about}\n\n${codes.join('\n')}\n`);
        },
      }),
      button({ label: words.buttons.print, testid: 'print-backup-codes', look: 'compact', run: () => print() }),
    ),
    button({
      label: words.enrollment.savedThem,
      testid: 'done',
      look: 'primary wide',
      run: () => {
        forgetUnsaved();
        onDone();
      },
    }),
  );
  title.focus();
}

export async function showUnsaved(stage: HTMLElement, goOn: () => void): Promise<boolean> {
  const owner = ownerOfUnsaved();
  const unsaved = unsavedCodes(owner);
  if (unsaved === undefined) return false;
  const isOwner = await isHere(owner);
  if (isOwner === false) forgetUnsaved();
  if (isOwner !== true) return false;
  const { then } = unsaved;
  showBackupCodes(stage, unsaved, () => (then === undefined ? goOn() : goOnTo(stage, then)));
  return true;
}

/** The server does not name a sign-in under way. The browser does. `undefined`: the server does not say. */
async function isHere(accountId: string | undefined): Promise<boolean | undefined> {
  if (accountId === undefined)
    return client.inFlow.signIn.status({ local: true }).then(
      ({ status }) => status !== 'open',
      (thrown: unknown) => !isProblem(thrown) || thrown.code !== 'flow-expired',
    );
  return client.session.get().then(
    (session) => session.accountId === accountId,
    (thrown: unknown) => (isProblem(thrown) && thrown.code === 'no-session' ? false : undefined),
  );
}
