export const enrollment = {
  secondStep: 'Set up a second step',
  passkeyOrApp: 'Set up a passkey or an authenticator app',
  almostIn: 'This protects your account. It takes a minute.',
  almostInChoose: 'This protects your account. Choose one; it takes a minute.',
  forAct: 'With this you can go on with what you wanted to do. You stay signed in without it.',
  forActChoose: 'With one of these you can go on with what you wanted to do. You stay signed in without it.',
  passwordWaits: 'Your password counts as soon as you have done this step, not before.',
  helpedIn:
    'With the code of the administrator, you set up a new way to sign in. If the administrator removed something, it doesn’t count any more.',
  codeIsUsed:
    'The code is used up. If you can’t create a passkey, ask an administrator for another code. If you have no password either, choose one together with that code.',
  noPasskeysHere: 'This browser can’t create passkeys.',
  addTitle: 'Add a way to sign in',
  staysAsItIs: 'What you have set up goes on working.',
  insteadOfMail:
    'Once you have set it up, you’re asked for a passkey, an authenticator app or a backup code, not for a code by email.',
  passkeyOrAppInsteadOfMail:
    'Once you have set it up, a passkey or an authenticator app takes the place of a code by email.',
  oldGoesOn: 'What you have set up works until the new one is confirmed.',
  oneThingFirst: 'One thing first',
  needsMore: 'This needs more than you have set up. It takes a minute.',
  needsMoreChoose: 'This needs more than you have set up. Choose one; it takes a minute.',
  passkey: 'Create a passkey',
  aboutPasskey: 'Your fingerprint, face, PIN or security key. The quickest and the safest.',
  totp: 'Set up an authenticator app',
  aboutTotp: 'An app on your phone shows a new code every half minute.',
  chooseAnother: 'Choose another way',
  replaceApp: 'Replace your authenticator app',
  oldAppStops: 'The codes of your old app work until you confirm a code from the new one.',
  addToApp: 'Add this account to your app',
  addToAppLead:
    'Any authenticator app will do, such as Google Authenticator, Microsoft Authenticator or 2FAS; your app store has them. Add this account to the app, then enter the code that the app shows.',
  scan: 'Scan this QR code with the app',
  /** The server no longer expects the key on the page. */
  tookTooLong: 'This took too long, so the key doesn’t work any more. Delete it from your app, and begin again.',
  begunElsewhere: 'You began again in another tab. Go on there, or begin here once more.',
  qr: 'QR code for your authenticator app',
  openApp: 'Open in your authenticator app',
  typeKey: 'Type this key into the app',
  orApp: 'Or set up an authenticator app instead.',
  appCode: '6‑digit code from the app',
  sendCode: 'Send a code',
  code: 'Code',
  otherAddress: 'Use another address',
  backupCodesName: 'Backup codes',
  backupCodes: 'Save your backup codes',
  aboutBackupCodes:
    'If you lose the phone or the passkey, a code can take its place at a sign-in that offers it. A sign-in that asks for the passkey itself does not offer it.',
  keepBackupCodes:
    'Each code works once. Keep the codes somewhere safe: after you press “I have saved them”, nobody can show them again.',
  onlyPasskey:
    'A code creates no passkey: if you lose your only passkey, an administrator has to help you with a new one. So create a second passkey on a second device, if you have one.',
  savedThem: 'I have saved them',
  besidePassword:
    'A code counts together with your password, and you have none. Set a password on the account page, under “How you sign in”, so that the codes can help you.',
  codesReplaced: 'Your old codes don’t work any more. Throw them away, and keep these.',
  backupFile: (host: string, whose: string | undefined): string =>
    `Backup codes for ${whose === undefined ? host : `${whose} at ${host}`}\nEach works once.`,
  backupFileName: 'backup-codes.txt',
};
