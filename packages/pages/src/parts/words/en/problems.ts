import type { Sentence } from '../../../sentence.ts';
import { whichName } from './sign-in.ts';

export const problems = {
  byCode: {
    'malformed-input': 'Something in the form is not right. Check it and try again.',
    'invalid-credentials': 'That didn’t match. Check it and try again.',
    'no-session': 'You’re signed out. Sign in to go on.',
    'insufficient-strength': 'This needs a stronger or more recent sign-in.',
    'account-blocked':
      'Nobody can sign in with this account for now. Ask an administrator of this site what to do next.',
    'method-not-allowed':
      'You can’t sign in this way with this account. Use another way. If you have none, ask an administrator of this site.',
    'no-way-in': 'What you have set up isn’t enough to go on. Ask an administrator of this site for a code.',
    'no-way-in-left':
      'Nothing was changed: nobody could sign in to this account without it. Set up something else first, then remove this.',
    'not-permitted': 'Your role doesn’t allow this, so nothing was changed. Ask an administrator with more rights.',
    'not-a-member': 'You are no member here, or there is no such organisation.',
    'cross-site': 'The request came from another site, so nothing was done. Open this page directly and try again.',
    'not-found': 'There’s nothing here (any more).',
    'flow-conflict': 'This sign-in went on in another tab. Reload this page to catch up.',
    'policy-strands-administrators': 'This would lock the last administrator out, so nothing was changed.',
    'strands-owners': 'This would lock the last owner out of the organisation, so nothing was changed.',
    'session-limit':
      'You can’t be signed in at one more place. Sign out elsewhere, then try again. If this message appears again, sign out at more places. If you can’t, ask an administrator of this site.',
    'deletion-refused': 'This account can’t be deleted now. Ask whoever runs this site.',
    'already-exists': 'This name or address is taken already. Choose another.',
    'roles-from-host': 'Roles come from your own system here, so they can’t be changed on this page.',
    'vault-needs-another-way': 'Nothing else would open the vault. Add something that does, then try again.',
    'flow-expired': 'This sign-in is over: it took too long, or your account was changed. Start again.',
    'precondition-failed': 'Someone else changed this in the meantime. Reload to see the change.',
    'precondition-required': 'Reload this page and try again.',
    'too-large': 'That’s too much at once. Shorten it and try again.',
    'unsupported-media-type': 'The server didn’t understand the request. Reload this page and try again.',
    locked: 'Too many wrong tries.',
    'too-many-mails': 'Too many mails in a short time, so no further one was sent.',
    'mail-unavailable': 'The mail couldn’t be sent. Try again in a moment.',
    'sign-in-cancelled': 'You cancelled the sign-in at the provider. Try again, or use another way.',
    'provider-unavailable': 'A service that this needs doesn’t answer. Nothing was changed; try again in a moment.',
    'provider-did-not-ask':
      'The provider didn’t ask you. It named the person who signed in there before. Sign out there, then try again. If that doesn’t help, use another way.',
    'store-unavailable': 'The service is not available for a moment. Nothing was changed; try again.',
    busy: 'It’s busy right now.',
    unreachable: 'The server can’t be reached. Check the connection and try again.',
  },
  /**
   * The person may have more sessions than `most`, if the number was lowered.
   *
   * @param most at how many places at a time
   */
  sessionLimit: (most: number): string =>
    `${
      most === 1
        ? 'You can be signed in at only one place at a time. Sign out everywhere else, then try again.'
        : `You can be signed in at no more than ${most} places at a time. Sign out elsewhere until you are signed in at fewer than ${most} places, then try again.`
    } If you can’t, ask an administrator of this site.`,
  noStepUp: (proofs: string): string =>
    `This also takes ${proofs}, which this page can’t ask for. Sign out, and use it when you sign in again. If you aren’t asked for it there, remove it from your account first, then try this again.`,
  noStepUpAlone: {
    mailbox:
      'Your sign-in shows only that you can read your mail. A password proves no more than that, if you chose it with a mailed link. Somebody who gets into your mailbox could do the same, so this takes more.',
    other: 'What you have set up isn’t enough for this.',
    help: 'Ask an administrator of this site to help you in. The administrator’s code leads on at your next sign-in.',
  },
  /** Why a company’s directory lets the person in nowhere, after the right password. */
  atDirectory: {
    change:
      'Your company’s password has to be changed first. Change it where you sign in at work, then sign in here with the new one.',
    hours: 'Your company doesn’t let you sign in at this time. Try again later, or ask your company’s help desk.',
    other: 'Your company doesn’t let you sign in with this account, or from here. Ask your company’s help desk.',
  },
  other: (code: string): string => `The server couldn’t do this (${code}).`,
  mismatch: {
    signIn: `Name and password didn’t match. Check both, or choose “Forgot your password?”. ${whichName}`,
    password: 'This password didn’t match. Check it, capital letters too, and try again.',
    currentPassword: 'This is not your current password. Check it and try again.',
    app: 'This code didn’t match, or was used already. Enter the one that the app shows now, or wait for the next one; if that fails too, check that your phone’s clock is right.',
    newApp:
      'This code didn’t match. Enter the one that the app shows now for this site; if that fails too, add this account to the app again.',
    /** @param sendNew absent: the button rests, because too many codes were sent */
    sentCode: (sendNew: string | undefined): string =>
      `This code didn’t match, or is too old. Enter the one from the newest message${sendNew === undefined ? '' : `, or press “${sendNew}”`}.`,
    writtenCode:
      'That looks like a code from an administrator, which isn’t needed here. Enter the code from the newest message; it has digits only.',
    writtenCodeElsewhere: (link: string): string =>
      `That’s not the code from the message, which has digits only. If an administrator gave it to you, choose “${link}”.`,
    newCode: 'This code didn’t match, or is too old. Enter the one from the newest message, or use another address.',
    backupCode: 'This code didn’t match, or was used already. Check it, or enter another one.',
    enrollmentCodeFirst: (knowPassword: string): string =>
      `If you know your password, press “${knowPassword}”: the code counts after it. If you forgot it, first choose “Forgot your password?” on the sign-in page. Otherwise check the code: it didn’t match, was used already, or is too old.`,
    enrollmentCode:
      'This code didn’t match, is too old, or was entered before. If you entered it and left, go on in the browser in which you did, or enter it again after half an hour.',
    code: 'This code didn’t match. Check it and try again.',
  },
  page: 'Something went wrong on this page. Reload it and try again.',
  passkey: {
    'passkey-cancelled':
      'No passkey was used: the prompt was closed, this device has no passkey for this site, or it couldn’t check that it’s you. To try again, press the button once more.',
    'passkey-superseded': '',
    'passkey-already-registered': 'This device already has a passkey for your account. Use another device or key.',
    'passkey-unsupported': 'This browser or device can’t use passkeys here. Use another way.',
    'passkey-failed': 'The passkey didn’t work. To try again, press the button once more.',
  },
  newPasskey: {
    'passkey-cancelled':
      'No passkey was created: the prompt was closed, it took too long, or your device couldn’t check that it’s you. Try once more. If that fails too, use another device or a security key.',
    'passkey-superseded': '',
    'passkey-already-registered':
      'No new passkey was created: this device or key already has a passkey for your account. Use another one.',
    'passkey-unsupported':
      'No passkey was created: this browser or device can’t do that here. Use another browser, device or security key.',
    'passkey-failed':
      'No passkey was created: your device couldn’t do it. Try once more, or use another device or a security key.',
  },
  /** For browsers that ignore the client's signal. */
  unknownPasskey:
    'This passkey doesn’t work here any more: it was removed. Sign in another way, then create a new one. If your device still offers the old one, you can delete it there. If no other way works, ask an administrator: your account may have been removed.',
  sso: {
    'invalid-credentials':
      'That sign-in can’t be used here: it is too old or was used before, or it belongs to no account of this site, or to another account. Try once more: you’re asked there who you are. If that doesn’t help, sign in another way, or ask an administrator of this site.',
    'sign-in-cancelled': 'You cancelled the sign-in at the provider. Try again, or use another way.',
    'provider-unavailable': 'The provider doesn’t answer right now. Try again in a moment, or use another way.',
    'provider-did-not-ask':
      'The provider didn’t ask you. It named the person who signed in there before. Sign out there, then try again. If that doesn’t help, use another way.',
    'flow-expired': 'This sign-in is over: it took too long, or failed too often. Start again; nothing is lost.',
    'account-blocked': 'This account is blocked. Ask an administrator what to do next.',
    'method-not-allowed':
      'You can’t sign in this way with this account. Use another way. If you have none, ask an administrator of this site.',
    'no-way-in': 'What you have set up isn’t enough to go on. Ask an administrator of this site for a code.',
  },
  ssoAlone: {
    'invalid-credentials':
      'That sign-in can’t be used here: it is too old or was used before, or it belongs to no account of this site, or to another account. Try once more: you’re asked there who you are. If that doesn’t help, ask an administrator of this site.',
    'sign-in-cancelled':
      'You cancelled the sign-in at the provider. Try again there. If you can’t sign in there, ask an administrator of this site.',
    'provider-unavailable':
      'The provider doesn’t answer right now. Try again in a moment. If that doesn’t help, ask an administrator of this site.',
    'provider-did-not-ask':
      'The provider didn’t ask you. It named the person who signed in there before. Sign out there, then try again. If that doesn’t help, ask an administrator of this site.',
  },
  ssoLink:
    'That sign-in can’t be linked: it is too old or was used before, or it belongs to another account here. Try once more: you’re asked there who you are. If that doesn’t help, ask an administrator of this site.',
  ssoOther: 'Single sign-on didn’t work. Try again, or use another way.',
  vault: {
    'wrong-secret':
      'That’s not the master secret. Nobody can look it up for you. Try again, or choose “I can’t open it any more”.',
    'wrong-passkey': 'This passkey opens another vault. Use another way.',
    'no-such-way': 'This passkey doesn’t open the vault yet. Use another way; it can be added then.',
    'way-exists': 'That passkey opens the vault already.',
    'prf-missing': 'This passkey signs you in, but it can’t open a vault. Use another way.',
    'vault-changed': 'The vault was changed in another tab. Reload this page to go on.',
    'key-replaced': 'The vault got a new key in another tab. Reload this page to go on.',
    'vault-needs-another-way': 'Nothing but passkeys would open the vault. Set up a master secret first.',
    'vault-rolled-back': 'The server gave an older vault than this browser has seen. Ask why before you go on.',
    'change-not-kept':
      'The server didn’t confirm this change. Reload this page; if it happens again, ask why before you go on.',
    'emergency-key-mismatch':
      'The server’s emergency key is not the one that this page trusts. Nothing was sealed to it.',
    'too-many-envelopes': 'At most 20 things can open a vault. Remove one first.',
    'secret-malformed': 'Type a master secret.',
    'format-newer': 'The vault was made by a newer version of this page. Reload it.',
    unreachable: 'The server can’t be reached. Check the connection and try again.',
  },
  vaultOther: 'The vault couldn’t do this. Nothing was changed.',
  fields: {
    'too-short': (limit: number): string => `Use at least ${limit} characters.`,
    'too-long': (limit: number): string => `Use at most ${limit} characters.`,
    'too-common': 'This password is one of the first that would be guessed. Choose another.',
    'too-personal': 'This password is too close to your name, or to the name of this site. Choose another.',
    'letter-and-digit': 'Use at least one letter and one digit.',
    'forbidden-word':
      'This password contains a word that isn’t allowed here, such as the name of the company. Choose another.',
    breached: 'This password is on a public list of stolen passwords. Choose another.',
    'used-before': (limit: number): string =>
      limit === 1
        ? 'This is your current password. Choose another.'
        : `This is one of the last ${limit} passwords of this account. Choose another.`,
    unreadable: 'Use characters that every device knows.',
    'password-hash': 'This is a password in its stored form. Choose another.',
    unchanged: 'This is your address already.',
    'not-own-mailbox':
      'An email address can be your sign-in name only if it’s the confirmed address of this account. Change your email first, or choose another name.',
    'too-many-passkeys': (limit: number): string =>
      `You have ${limit} passkeys, and there’s no room for more. Remove one first.`,
  },
  field: (label: string): string => `${label}: this is not right. Check it and try again.`,
  faultAt: (path: string): string => `At ${path}: `,
  tryAgainIn: <Part>(time: Part): Sentence<Part> => ['You can try again in ', time, '.'],
  tryAgainNow: 'You can try again now.',
};
