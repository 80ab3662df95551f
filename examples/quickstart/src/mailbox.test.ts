import type { AccountId, Mail, NotifyOwner } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { mailLanguages } from './mail-languages.ts';
import { mailbox, notices, phoneNumber } from './mailbox.ts';

describe('a telephone number', () => {
  it.each([
    ['+491701234567', '+491701234567'],
    [' +49 (170) 123-45 67 ', '+491701234567'],
    ['+1–202–555–0143', '+12025550143'],
    ['+12345678', '+12345678'],
    ['+123456789012345', '+123456789012345'],
  ])('%j is %s', (typed, number) => {
    expect(phoneNumber(typed)).toBe(number);
  });

  it.each([
    '',
    '+',
    '01701234567',
    '491701234567',
    '+1234567',
    '+1234567890123456',
    '+0491701234567',
    '+49170x234567',
    '++491701234567',
    'ada@example.org',
    '+49.170.1234567',
  ])('%j is none', (typed) => {
    expect(phoneNumber(typed)).toBeUndefined();
  });
});

describe('a mail of the demo', () => {
  const ORIGIN = 'http://localhost:4830';
  const AT = Date.UTC(2031, 2, 3, 12);
  const OLD = 'ben@example.org';
  const NEW = 'ben.new@example.org';

  /** The newest mail to an address, in English. */
  function desk() {
    const languages = mailLanguages();
    const mail = mailbox(ORIGIN, () => AT, languages);
    const tell = (event: object, addresses: readonly string[] = [OLD], further: object = {}) =>
      notices(mail, ORIGIN, languages, [{ id: 'corp', name: 'Example Corp' }])({
        event: { tenant: 'default', id: 'e', at: AT, accountId: 'ben', actor: 'ben', ...event },
        addresses,
        identifiers: [OLD],
        ...further,
      } as unknown as Parameters<NotifyOwner>[0]);
    const read = (to: string) => mail.read(to)[0] ?? { subject: '', text: '' };
    return { mail, tell, read, languages };
  }

  it('X21 to an unblocked person who was invited says how the person comes in, and to others that they can sign in', () => {
    const { tell, read } = desk();
    const unblocked = { type: 'account.unblocked', actor: 'ada' };
    tell(unblocked);
    expect(read(OLD).text).toContain('no longer blocked. You can sign in as before.');
    tell({ ...unblocked, detail: { invitation: 'over' } });
    expect(read(OLD).text).toContain(
      'no longer blocked. The link of your invitation no longer works. Ask an administrator',
    );
    expect(read(OLD).text).not.toContain('sign in again');
    tell({ ...unblocked, detail: { invitation: 'open' } });
    expect(read(OLD).text).toContain('no longer blocked. Sign in for the first time with the link in the newest mail');
    expect(read(OLD).subject).toContain('Your account is no longer blocked');
  });

  it('with an invitation names the site, the address and the end of the link', () => {
    const { mail, read } = desk();
    mail.deliver({ to: NEW, kind: 'invitation', token: 'secret' });
    const { subject, text } = read(NEW);
    expect(subject).toBe('You are invited to Sallyport quickstart');
    for (const part of ['Sallyport quickstart (localhost:4830)', NEW, '/sign-in?invitation=secret', 'Mar 10, 2031'])
      expect(text).toContain(part);
    expect(text).toContain('If you have several such mails, only the newest link works.');
  });

  it('to an address that has an account already links to the sign-in page', () => {
    const { mail, read, languages } = desk();
    for (const language of ['en', 'de']) {
      languages.during(language, () => mail.deliver({ to: OLD, kind: 'sign-up-taken' }));
      expect(read(OLD).text).toContain(`\n${ORIGIN}/sign-in\n`);
    }
  });

  it('about a change of the address says that all mails come here, because a person with an app gets no codes', () => {
    const { mail, read, languages } = desk();
    const text = (language: string) => {
      languages.during(language, () => mail.deliver({ to: OLD, kind: 'email-change-begun' }));
      return read(OLD).text;
    };
    expect(text('en')).toContain('our mails come here as before');
    expect(text('de')).toContain('kommen unsere E-Mails weiter hierher');
  });

  it('with a code fits a person who is signed in', () => {
    const { mail, read } = desk();
    mail.deliver({ to: OLD, kind: 'email-code', code: '123456' });
    expect(read(OLD).text).toContain('or be signed in to your account');
  });

  it('about a new factor says to remove it before the password is changed, and not that a password is enough', () => {
    const { tell, read } = desk();
    tell({ type: 'factor.enrolled', method: 'passkey' });
    expect(read(OLD).text).toMatch(/remove it on the account page, and then choose a new password/);
    tell({ type: 'password.changed' });
    expect(read(OLD).text).toMatch(/If it was not you, choose a new password/);
    expect(read(OLD).text).toMatch(/can no longer sign in, choose “Forgot your password\?”.*tell an administrator/);
  });

  it('about another address says to the old one where mail goes, and to the new one that mail comes', () => {
    const { tell, read } = desk();
    const detail = { from: 'b•••@example.org', to: 'b•••@next.example' };
    tell({ type: 'account.email-changed', detail }, [OLD, NEW]);
    expect(read(OLD).text).toMatch(/no longer come to this address\..* another address .*: b•••@next\.example\./);
    expect(read(OLD).text).toContain(`Account: ${OLD}, at Sallyport quickstart (localhost:4830). Time: Mar 3, 2031`);
    expect(read(OLD).text).toMatch(/\n\S+\/account$/);
    // No code and no link reaches the owner any more: only an administrator helps, or a passkey or an app of the owner.
    expect(read(OLD).text).toMatch(
      /If it was not you, tell an administrator at once\.\n.*a passkey or an authenticator app/,
    );
    expect(read(OLD).text).not.toContain('without a code');
    const told = `sign-in name is ${OLD}. If that name is changed later, this address is not told. An administrator then finds the account by its ID: ben.`;
    expect(read(OLD).text).toContain(told);
    expect(read(NEW).text).not.toContain('this address is not told');
    expect(read(NEW).text).not.toContain('your own address');
    expect(read(NEW).text).toContain('comes to this address');
    expect(read(NEW).text).toContain('“Forgot your password?”');
    tell({ type: 'account.email-changed', detail: { from: 'b•••@example.org' } });
    expect(read(OLD).text).toContain('no longer come here');
    expect(read(OLD).text).toContain('enter your own address there again');
    expect(read(OLD).text).not.toMatch(/Forgot|the other address/);
  });

  it('X18 about new roles says what ended with them, and nothing without a loss', () => {
    const { tell, read } = desk();
    const detail = { from: ['employee'], to: ['employee', 'admin'] };
    tell({ type: 'account.roles-changed', detail, actor: 'ada' });
    expect(read(OLD).text).toBe('');
    tell({ type: 'account.roles-changed', detail: { ...detail, ended: ['passkey', 'backup-code'] }, actor: 'ada' });
    expect(read(OLD).text).toContain('helped you to set up ended with it: Passkey, Backup codes. You are signed out');
    expect(read(OLD).text).toContain('tell an administrator');
  });

  it('about another sign-in name says the new one', () => {
    const { tell, read } = desk();
    const detail = { from: 'b•••@example.org', to: 'b•••@example.org' };
    tell({ type: 'account.identifier-changed', detail }, [OLD], { newIdentifier: NEW });
    expect(read(OLD).text).toContain(`Sign in with ${NEW} from now on.\nAccount: ${NEW}, at `);
    expect(read(OLD).text).toMatch(
      /choose a new password on the account page.*Then change the sign-in name back there/s,
    );
    tell({ type: 'account.blocked', actor: 'ada' });
    expect(read(OLD).text).toContain('tell an administrator');
    expect(read(OLD).text).not.toContain('/account');
    tell({ type: 'account.locked', actor: 'nobody' });
    // A device that the owner used before may be unknown now. Wrong codes lock too, so that the password may be right.
    expect(read(OLD).text).toContain(
      'A passkey still works. If somebody else tried, you can also sign in at your known devices. If it was you, wait and try again. If you forgot your password',
    );
    expect(read(OLD).text).toMatch(
      /see on the account page where you are signed in.*\n.*\/account\n.*tell an administrator/,
    );
  });

  it('about a used backup code, and about new ones, says to make new ones, because a new password leaves the others', () => {
    for (const happened of [{ type: 'backup-code.used', actor: undefined }, { type: 'backup-codes.issued' }] as const) {
      const { tell, read } = desk();
      tell(happened);
      expect(read(OLD).text).toMatch(/choose a new password.*\n.*\/account\nThen make new backup codes there/);
    }
  });

  it('about a link names the provider, and says to unlink it before the password is changed', () => {
    const { tell, read } = desk();
    const detail = { provider: 'corp' };
    tell({ type: 'external-id.linked', detail });
    expect(read(OLD).subject).toBe('Security notice: Your account was linked to Example Corp');
    expect(read(OLD).text).toMatch(
      /press “Unlink” beside Example Corp on the account page, and then choose a new password/,
    );
    tell({ type: 'external-id.linked', detail: { provider: 'former' }, actor: 'ada' });
    expect(read(OLD).text).toMatch(/linked to former\..*\n.*\nIf you did not expect this, tell an administrator\.$/);
    tell({ type: 'external-id.unlinked', detail });
    expect(read(OLD).subject).toBe('Security notice: Your account is no longer linked to Example Corp');
  });

  it('P21 about a change of the vault says to replace its key, because a new password changes nothing there', () => {
    const { tell, read } = desk();
    for (const type of ['vault.created', 'vault.replaced', 'vault.envelope-added', 'vault.envelope-removed']) {
      tell({ type, detail: { kind: 'secret' } });
      expect(read(OLD).text).toMatch(
        /\/account\nThen open your vault, and press “Replace the key” there.*\n.*\/vault\n/,
      );
    }
    tell({ type: 'vault.envelope-removed', actor: 'system', detail: { kind: 'passkey' } });
    expect(read(OLD).text).toMatch(/If you did not expect this, tell an administrator\.$/);
  });

  it('about an app says that the app takes the place of an earlier one', () => {
    const { tell, read } = desk();
    tell({ type: 'factor.enrolled', method: 'totp' });
    expect(read(OLD).text).toContain('If you had one before, the old one no longer works.');
    tell({ type: 'factor.enrolled', method: 'passkey' });
    expect(read(OLD).text).not.toContain('the old one');
  });

  it('about an unfamiliar sign-in has the browser and the time in its subject', () => {
    const { tell, read } = desk();
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0';
    tell({ type: 'sign-in.unfamiliar', ip: '192.0.2.1', detail: { because: 'device', userAgent } }, [OLD], {
      token: 'secret',
    });
    expect(read(OLD).subject).toMatch(/Was this you\? Firefox on Windows, Mar 3, 2031/);
    expect(read(OLD).text).toContain(`Account: ${OLD}`);
    expect(read(OLD).text).toContain('/disown?token=secret');
    // The mail has the time in the zone of the server. The reader knows when the mail came.
    expect(read(OLD).text).toMatch(/^Shortly before this mail, somebody signed in/);
    // A device that the site forgot may be one on which the person signed in before. The account page lists it as known again.
    expect(read(OLD).text).toContain(
      'signed in to your account: Firefox on Windows, network address 192.0.2.1. Until then, the device was not known here. It may still be yours: a new password, an administrator’s help or “Forget” on the account page can make your own device unknown.\n',
    );
  });

  it('P14 about a password that an administrator removed says who did it, and how the owner gets another', () => {
    const { tell, read } = desk();
    for (const actor of ['ben', undefined]) {
      tell({ type: 'password.reset', actor });
      expect(read(OLD).subject).toBe('Security notice: Your password was reset');
    }
    tell({ type: 'password.reset', actor: 'ada' });
    expect(read(OLD).subject).toBe('Security notice: An administrator removed your password');
    expect(read(OLD).text).toContain(
      'Choose a new one on the sign-in page, together with the code that the administrator gives you.',
    );
  });

  it('about removed passkeys says when the backup codes went with them, and how the owner gets new ones', () => {
    const { tell, read } = desk();
    tell({ type: 'passkeys.reset', actor: 'ada' });
    expect(read(OLD).text).toContain(
      'If you have no authenticator app, your backup codes no longer work, either. You then get new ones when you set up a passkey or an app.',
    );
  });

  it('about a deleted account says if an administrator deleted it, and by what the entries are found', () => {
    const { tell, read } = desk();
    tell({ type: 'account.deleted' });
    expect(read(OLD).subject).toBe('Security notice: Your account was deleted');
    tell({ type: 'account.deleted', actor: 'ada' });
    expect(read(OLD).subject).toBe('Security notice: An administrator deleted your account');
    expect(read(OLD).text).toMatch(
      /Time: Mar 3, 2031.*\nIf you did not expect this, tell .*with the time in this mail/,
    );
  });

  it('that nobody asked for has the language of the addressee, or else of the request', () => {
    const { mail, tell, read, languages } = desk();
    const help = () => tell({ type: 'two-step.reset', actor: 'hanna' });
    languages.during('de', help);
    expect(read(OLD).subject).toMatch(/^Sicherheitshinweis/);
    // An invitation or a reminder by an administrator tells nothing about the language of the addressee.
    languages.during('de', () => mail.deliver({ to: OLD, kind: 'reminder', offer: ['totp'] }));
    expect(read(OLD).subject).toBe('Bitte richten Sie Ihr Konto ein');
    languages.during('en', help);
    expect(read(OLD).subject).toMatch(/^Security notice/);
    languages.during('en', () => mail.deliver({ to: OLD, kind: 'email-code', code: '123456' }));
    for (const act of [help, () => mail.deliver({ to: OLD, kind: 'reminder', offer: ['totp'] })]) {
      languages.during('de', act);
      expect(read(OLD).subject).toMatch(/^(Security notice|Please)/);
    }
    help();
    expect(read(OLD).subject).toMatch(/^Security notice/);
  });

  it('X21 has the language of the owner’s last sign-in, whoever asks for a mail, and whoever acts', () => {
    const { mail, tell, read, languages } = desk();
    const help = () => tell({ type: 'two-step.reset', actor: 'hanna' });
    const code = () => mail.deliver({ to: OLD, kind: 'email-code', code: '123456' });
    languages.during('en', code);
    languages.during('de', code);
    expect(read(OLD).subject).toBe('123456 ist Ihr Code');
    languages.during('de', help);
    expect(read(OLD).subject).toMatch(/^Security notice/);
    languages.during('de', () => languages.signedIn('ben'));
    languages.during('en', help);
    expect(read(OLD).subject).toMatch(/^Sicherheitshinweis/);
    languages.during('en', code);
    languages.during('en', () => languages.signedIn('eve'));
    help();
    expect(read(OLD).subject).toMatch(/^Sicherheitshinweis/);
    languages.during('en', () =>
      mail.deliver({ to: OLD, kind: 'reminder', offer: ['totp'], accountId: 'ben' as AccountId }),
    );
    expect(read(OLD).subject).toBe('Bitte richten Sie Ihr Konto ein');
  });

  it('X42 a reminder of a date says from when on, in the language of the person', () => {
    const { languages, mail, read } = desk();
    languages.during('de', () => languages.signedIn('ben'));
    const from = Date.UTC(2031, 2, 13) as NonNullable<Mail['from']>;
    const reminded = (accountId?: string): string => {
      mail.deliver({
        to: OLD,
        kind: 'reminder',
        offer: ['totp'],
        from,
        ...(accountId && { accountId: accountId as AccountId }),
      });
      return read(OLD).text;
    };
    expect(reminded()).toMatch(
      /^From Mar 13, 2031, .* your account at .* needs one more way to sign in\. .*\/account$/s,
    );
    expect(reminded('ben')).toMatch(/^Ab 13\. März 2031.* braucht Ihr Konto bei .*\/account$/s);
  });
});
