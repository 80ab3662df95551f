import type { Sentence } from '../../sentence.ts';

export const vault = {
  closed: 'Your vault is closed',
  aboutClosed: 'The server keeps it, and can’t open it.',
  noOwnWay:
    'You have nothing that opens this vault: no master secret and no passkey. Only the emergency account can open it.',
  masterSecret: 'Master secret',
  open: 'Open the vault',
  openWithPasskey: 'Open with a passkey',
  make: 'Make your vault',
  aboutMaking: (withPasskey: boolean): string =>
    `${withPasskey ? 'The passkey you just used will open it. ' : ''}The master secret opens the vault on every device, also without a passkey. If you lose the master secret and every passkey, only the emergency account can still open the vault. That account belongs to those who run this site. You’re told by mail when it is used.`,
  masterSecretHint: (limit: number): string =>
    `At least ${limit} characters, and known to you alone. It never leaves this page.`,
  tooShort: (limit: number): string =>
    `Use at least ${limit} characters, for example several words: only the length protects the master secret from being guessed.`,
  onceMore: 'Once more',
  makeIt: 'Make the vault',
  notTheSame: 'These two are not the same. Type the master secret again.',
  close: 'Close the vault',
  closing: {
    title: 'Close the vault without saving?',
    text: 'The note isn’t saved yet. You lose what you changed in it.',
    submit: 'Close without saving',
  },
  note: 'Private note',
  saveNote: 'Save the note',
  noteSaved: 'Saved, sealed. The server can’t read it.',
  ways: {
    title: 'What opens the vault',
    offer: 'The passkey that you just used does not open this vault.',
    letIn: 'Let it open the vault',
    addPasskey: 'Add a passkey',
    addExisting: 'Use a passkey you have',
    changeSecret: 'Change the master secret',
    setSecret: 'Set up a master secret',
    addEmergency: 'Add the emergency account',
    emergency: 'Emergency account',
    passkey: 'Passkey',
    aboutSecret: 'You type it, and it stays in this page.',
    aboutEmergency:
      'An account of those who run this site. It can open the vault if you lose everything else, and you’re told by mail.',
    aboutPasskey: 'Opens the vault when you sign in with it, or when you use it on this page.',
    made: (about: string, when: string): string => `${about} Made ${when}.`,
    removeTitle: (name: string): string => `Remove ${name}?`,
    emergencyRequired: 'The rules of this site ask every vault to let the emergency account in. So it stays.',
    removeEmergencyTitle: 'Remove the access of the emergency account?',
    removeText: {
      passkey: 'This passkey will no longer open the vault. It still signs you in.',
      secret: 'This master secret will no longer open the vault.',
      emergency:
        'The emergency account will no longer be able to open your vault, even if you lose everything else. The account itself stays.',
    },
    stillOpens: (names: string): string => `What still opens the vault: ${names}.`,
    notByYou:
      'You can then no longer open the vault yourself. Only the emergency account can, and it belongs to those who run this site. First set up something else that opens the vault.',
    removed: {
      passkey: 'The passkey no longer opens the vault.',
      secret: 'The master secret no longer opens the vault.',
      emergency: 'The emergency account can no longer open the vault.',
    },
    onlyWay: 'You can’t remove this, because nothing else opens the vault.',
    onlyBesidePasskeys:
      'You can’t remove this, because only passkeys would be left to open the vault, and a passkey is quickly deleted.',
    addPasskeyText:
      'Your device creates a new passkey, which signs you in as well. Not every passkey can open a vault: that depends on the device and the browser, and shows only when the passkey is created.',
    orExisting:
      'A device or key that has a passkey for your account creates no second one. To let that passkey open the vault, close this, and press “Use a passkey you have”.',
    createPasskey: 'Create a passkey',
    existingNoVault:
      'This passkey can’t open the vault, because this device or this browser gives no key for that. The passkey still signs you in.',
    passkeyNoVault:
      'The new passkey can’t open the vault, because this device or this browser gives no key for that. The passkey signs you in.',
    passkeyNotYet:
      'The new passkey signs you in, but it doesn’t open the vault yet, because you didn’t confirm that it’s you. To let it open the vault, press “Use a passkey you have”.',
    passkeyOpens: 'The passkey opens the vault now.',
    emergencyAdded: 'The emergency account can open the vault now.',
    secretText:
      'The new master secret then counts in place of the old one. The note, and everything else that opens the vault, stay as they are. If somebody else may know the old master secret, replace the key instead.',
    setSecretText: 'The master secret opens the vault on every device, also without a passkey.',
    newSecret: 'New master secret',
    changeIt: 'Change it',
    setIt: 'Set it up',
    secretChanged: 'The master secret is changed.',
    secretSet: 'The master secret opens the vault now.',
  },
  replacing: {
    button: 'Replace the key…',
    title: 'Replace the key?',
    text: 'Replace the key if a device is lost, or if somebody else may know the master secret. The vault gets a new key, and the note is encrypted again under it.',
    opensAfter: 'After this, the vault opens by the master secret you type here, and by the emergency account.',
    closes: (passkeys: string): string =>
      `It opens no longer by ${passkeys}, unless you show that passkey now. You can add it again later.`,
    known: 'What somebody has read already, they still know. Change any password that is in the note.',
    stillSignsIn: <Part>(link: (text: string) => Part): Sentence<Part> => [
      'A lost passkey still signs in until you ',
      link('remove it from your account'),
      '.',
    ],
    withPasskey: 'Show a passkey now, and it opens the vault as well',
    submit: 'Replace the key',
    done: 'The vault has a new key, and the note is encrypted under it.',
  },
  lost: {
    noPasskey: 'Close this, and open the vault with the master secret.',
    link: 'I can’t open it any more',
    title: 'You can’t open your vault any more?',
    lead: 'Then only the emergency account can help. It belongs to those who run this site. You’re told by mail when it opens your vault.',
    ask: 'Call an administrator of this site, who has to be sure that it’s you who asks.',
    handOver:
      'Download your note, and give the file to the administrator. The note stays sealed: only somebody with the key of the emergency account can make it readable.',
    getBack: 'You get the note back as text. Then make a new vault, and put the note in it.',
    account: <Part>(id: Part): Sentence<Part> => ['The id of your account, if you are asked for it: ', id],
    download: 'Download the sealed note',
    fileName: 'note.txt',
    noNote: 'There’s no note in this vault.',
    noEmergency: (ways: string): string =>
      `The emergency account can’t open this vault now, because the vault is not sealed for it. Only this still opens the vault: ${ways}. If you no longer have that, nobody can open the vault.`,
    startAnew: 'Make a new vault…',
    anewTitle: 'Make a new vault?',
    anewWarning:
      'You lose what is in your vault now, for good. Only what the emergency account was given before can still be read.',
    makeAnew: 'Make a new vault',
    isNew: 'This is your new vault.',
  },
  log: {
    title: 'What happened to the vault',
    created: 'The vault was made',
    replaced: 'The vault got a new key',
    added: {
      passkey: 'A passkey can open the vault',
      secret: 'A new master secret was set',
      emergency: 'The emergency account can open the vault',
    },
    removed: {
      passkey: 'A passkey can no longer open the vault',
      secret: 'The old master secret no longer works',
      emergency: 'The emergency account can no longer open the vault',
    },
    emergencyOpened: 'The emergency account took what opens the vault',
    reason: (reason: string): string => `Reason: “${reason}”.`,
    byYou: (when: string): string => `By you, ${when}.`,
    byAdministrator: (when: string): string => `By an administrator, ${when}.`,
    emergency: 'Emergency',
  },
  emergency: {
    title: 'Open somebody’s vault in an emergency',
    lead: 'For somebody who can’t open their vault any more. You get a file that only the emergency key opens, and that key is kept elsewhere. The person is told at once, and reads your reason.',
    whose: 'Whose vault',
    whoseHint: 'What this person signs in with.',
    reason: 'Reason',
    submit: 'Download what opens it',
    nobody: 'Nobody signs in with that. Check it and try again.',
    fileName: 'answer.json',
    openedName: 'opened.txt',
    done: (file: string, identifier: string): string => `${file} is downloaded, and ${identifier} is told.`,
    next: 'Take it to where the emergency key is, with the sealed note that its owner downloads here. Run this command there, and put in the names of your files if they differ:',
  },
};
