import type { Sentence } from '@sallyport/pages';

export const administration = {
  emergency: 'Emergency',
  lockedUntil: (when: string): string => `Too many wrong tries. Opens again by itself ${when}.`,
  /** Strangers and other devices are not locked. */
  deviceLockedUntil: (when: string): string =>
    `Too many wrong tries on a device of this person. This device is open again ${when}. Other devices are not locked.`,
  facts: {
    roles: 'Roles',
    methods: 'May sign in with',
    sessions: 'Signed in on',
    devices: (count: number): string => (count === 0 ? 'No device' : count === 1 ? '1 device' : `${count} devices`),
    asThePolicySays: 'Whatever the policy allows',
  },
  actions: {
    unblockAsk: 'Unblock…',
    unblock: 'Unblock',
    unblockTitle: (who: string): string => `Unblock ${who}?`,
    unblocked: 'The account is unblocked: its owner can sign in as before the block.',
    unblockTextInvited: 'They have never signed in. To let them in, send the invitation again afterwards.',
    unblockedInvited: 'The account is unblocked.',
    unlock: 'Unlock',
    unlocked: 'The account is unlocked: its owner can try again now, even if their page still shows a wait.',
    giveCode: 'Give a sign-in code',
    codeIsOut: (when: string): string =>
      `A sign-in code is out, and was not used yet. It expires: ${when}. If you give another, this one stops working.`,
    /** @param until absent: the sign-in ended */
    codeIsUsed: (until?: string): string =>
      `The person entered a sign-in code, and ${until === undefined ? 'has not set anything up with it yet' : `can set something up with it. This ends ${until}`}.`,
    codeAbove: 'The code is above. Pass it on only if you are sure that it’s them.',
    block: 'Block…',
    delete: 'Delete…',
    blockTitle: (who: string): string => `Block ${who}?`,
    blockText:
      'It is signed out everywhere at once, and nobody can sign in with it until an administrator unblocks it. What is set up stays. An open invitation ends, and no device is known any more. If it has an address, a mail tells its owner.',
    reason: 'Reason (required)',
    reasonMissing: 'Enter a reason. A few words will do, such as “lost laptop”.',
    reasonHint:
      'Administrators read it on the person’s page and under “Activity”. The person can read it too, in the export of their own data.',
    blockSubmit: 'Block',
    blocked:
      'The account is blocked and signed out everywhere. Nobody can sign in with it until an administrator unblocks it. What it could reach is listed under “Access”.',
    /** @param by absent: the log does not say */
    blockedAlready: (by: string | undefined, reason: string): string =>
      `The account was blocked already${by === undefined ? '' : `, by ${by}`}. The reason of that block stays: ${reason}.`,
    blockedAnew: (by: string | undefined, reason: string): string =>
      `Nothing was changed: meanwhile the account was unblocked, and blocked again${by === undefined ? '' : ` by ${by}`}. The reason of the new block: ${reason}.`,
    leaving: {
      block:
        'Block the account if they may come back, or while something is being looked into; you can unblock it later.',
      delete: 'Delete the account if they are gone for good; it can’t be brought back.',
      log: '“Activity” keeps its entries, also after deleting.',
    },
    disowned: (when: string): string =>
      `The owner of this account said “It wasn’t me” about a sign-in: ${when}. The next sign-in asks for a passkey, or else for the authenticator app, if one was set up before the reported sign-in. Ask the person; if you are in doubt, block the account.`,
    ownAccount:
      'This is your own account. What you do here can sign you out, or keep you from signing in. If you lost something, replace it on the page “Account”.',
    byCodeBlocked: 'The account is blocked. The code above works once the account is unblocked.',
    noWayButApp:
      'This account has an app and no password, so nobody can sign in to it. Press “Help them in” and tick “Password”, and the app too if they no longer have it: you get a code for them.',
    noWay:
      'This account has no password and no passkey, so nobody can sign in to it. Press “Help them in” and tick “Nothing”: you get a code for them.',
    roleFrom: (provider: string) => `From ${provider}, for as long as ${provider} gives it.`,
    roleOutOfReach: 'May change the policy: only somebody who may change the policy can give this role.',
    rolesText: {
      later: 'They apply at once. If they ask for a stronger sign-in, that counts from the next sign-in on.',
      now: 'They apply at once. If they ask for a stronger sign-in, that counts for a person who is signed in as well.',
    },
    moreRoles: 'Other roles…',
    otherRoles: 'Other roles',
    rolesHint: 'Separated by commas.',
    roleMeans: {
      policy: 'may change accounts and the policy',
      people: 'may change accounts',
      helpdesk: (over: string, rights: string): string => `for ${over}: may ${rights}`,
      rights: {
        reset: ['help them in'],
        vouch: ['give them sign-in codes', 'send them an invitation again', 'take an invitation back'],
        unlock: ['unlock them'],
      },
      asks: (what: string): string => `needs ${what}`,
      asksOrTrusts: (what: string): string =>
        `needs ${what}, or a sign-in at a provider that the policy counts as equal`,
      ruled: 'Has a rule of its own',
      helped: (by: string): string => `Can be helped by ${by}`,
      asEveryone: 'As everyone: no rule of its own',
    },
    rolesUntold: 'No mail tells the person.',
    rolesRemove: (what: string): string =>
      `This role removes what an administrator set up, and what was set up with a code or a password from an administrator: ${what}. The person is signed out. If the account has an address, a mail tells the person. What is set up with your help after that stays: give the role first, and help the person in afterwards.`,
    rolesLeaveTooLittle:
      'What was set up with help ends with this role. The rest is not enough for that, so they must set something up.',
    unknownRole: (role: string): string => `The policy does not name the role “${role}”, and no account has it.`,
    rolesAreRight: (count: number): string =>
      count === 1 ? 'It’s right: give this role' : 'They’re right: give these roles',
    rolesFromHost: 'Roles come from your own system, so nobody can change them on this page.',
    rolesWait: 'Nothing changes before you press “Save roles”.',
    /** @param now empty: no role */
    rolesChangedMeanwhile: (now: string): string =>
      `Nothing was saved: somebody else changed the roles meanwhile. ${now === '' ? 'The person has no role now.' : `The roles now: ${now}.`}`,
    rolesSaved: 'The roles are saved.',
    rolesSavedSignedOut: 'The roles are saved. The person is signed out.',
    /** @param lost an administrator had helped to set it up */
    rolesSavedLost: (lost: string): string =>
      `The roles are saved. They removed what an administrator had set up, and what was set up with a code or a password from an administrator: ${lost}. The person is signed out.`,
    methodsTitle: (who: string): string => `How ${who} may sign in`,
    methodsText:
      'Tick what this person may begin a sign-in with. What the policy forbids stays forbidden, even if you tick it.',
    methodsUnchanged: 'Nothing was changed.',
    methodsSaved: 'How this account may sign in is saved.',
    methodsChangedMeanwhile: (now: string): string =>
      `Nothing was saved: somebody else changed how this person may sign in. Allowed now: ${now}.`,
    wouldStrand:
      'With this they could not sign in any more, so nothing was changed. If you want it all the same, tick this box and save again.',
    evenSo: 'They can’t sign in for now, and that’s right',
    deleteTitle: (who: string): string => `Delete ${who}?`,
    thisAccount: 'this account',
    deleteText:
      'The account is gone at once, with everything it signs in with, and can’t be brought back. It is signed out everywhere. If it has an address, a mail tells its owner.',
    deleteVault: 'Its vault is gone as well: nobody can open it any more, not even the emergency account.',
    deleteLog:
      '“Activity” keeps the entries, under a substitute ID in place of the name. The ID of the account finds them as well: note it, and write it under “Done to” there:',
    deleteForGood: 'Delete for good',
    /** Without a full stop, because the ID is copied. */
    deleted: (who: string, id: string): string => `${who} is deleted. ID for “Activity”: ${id}`,
  },
  create: {
    title: 'Create an account',
    titleInvite: 'Invite people',
    email: 'Email',
    emailHint: 'Codes are sent there. Nobody checks the address, so make sure that it’s theirs.',
    emailHintInvite:
      'The invitation goes there, and codes later. To invite several people, put commas or spaces between the addresses, or paste a column of a table.',
    emailMissing: 'Enter an email address.',
    emailWrong: (which: string): string => `Not an email address: ${which}.`,
    emailWithoutEnding: (which: string): string =>
      `Without an ending such as .com: ${which}. If that’s right, press the button again.`,
    passwordMissing: 'Enter a first password.',
    password: 'First password',
    passwordHint: 'Pass it on yourself; the person can change it later.',
    firstWay: 'How do they come in for the first time?',
    ways: {
      invite: 'Mail an invitation',
      elsewhere: 'They sign in with their company account',
      password: 'Set a first password yourself',
    },
    waysAbout: {
      invite: 'They choose a password or a passkey of their own, by the link in the mail.',
      elsewhere: 'They need no password here. No mail is sent.',
      password: 'You tell them the password. No mail is sent.',
    },
    submit: 'Create the account',
    sendInvitations: (n: number, text: string): string => (n < 2 ? 'Send the invitation' : `Send ${text} invitations`),
    onePerson: {
      elsewhere: 'Only an invitation works for several people at once.',
      password: 'A first password works for one person only.',
    },
    tooMany: (most: string): string => `At most ${most} people can be invited at once.`,
    invitedSoFar: (n: number, text: string): string =>
      n === 1 ? '1 invitation is on its way.' : `${text} invitations are on their way.`,
    notInvited: <Part>(who: Part, why: string): Sentence<Part> => ['Not invited: ', who, `. ${why}`],
    taken: 'There is an account with this name or address already.',
    showTaken: 'Show the account',
    close: 'Close',
    notTried: 'You closed the question for your proof.',
    invitedAll: (count: string, names: string): string =>
      `${count} people have an account now, and their invitations are on their way: ${names}.`,
    notMailed: (names: string): string =>
      `The invitation could not be mailed to ${names}. The account is there: send the invitation again on the person’s page.`,
    tell: (who: string, page: string, hasPassword: boolean): string =>
      `${who} has an account now. In person or by phone, tell them ${hasPassword ? 'the first password and ' : ''}the address of the sign-in page: ${page}. If the policy asks them for a passkey or an authenticator app, they set it up at their first sign-in.`,
    invited: (who: string): string =>
      `${who} has an account now, and an invitation is on its way. If the policy asks them for a passkey or an authenticator app, they set it up at their first sign-in.`,
  },
  code: {
    label: (whose: string): string => `Code for ${whose}`,
    heading: <Part>(whose: Part): Sentence<Part> => ['Code for ', whose],
    about: (expires: string | undefined): string =>
      `Tell them in person or by phone, never by mail. It works once.${expires === undefined ? '' : ` It expires ${expires}.`} It is shown only here: if you reload or leave this page, it is gone.`,
    enter: {
      nothing: (name: string): string =>
        `On the page to sign in, they enter the name ${name}, press “I have a code from an administrator”, enter the code, and choose a new password beside it. Without a password they can set up only a passkey, for which their device must ask for a fingerprint, a face or a PIN.`,
      password: (name: string): string =>
        `On the page to sign in, they first enter the name ${name} and their password. Then they enter the code; if the page does not ask for it, they first press “I have a code from an administrator”. Before the password, the code is refused. If the policy takes no password of theirs, they enter the name and the code alone.`,
      other: (name: string): string =>
        `On the page to sign in, they begin with what still works, for the name ${name}. Then they enter the code; if the page does not ask for it, they first press “I have a code from an administrator”. Before the first step, the code is refused.`,
    },
    astray: (button: string): string =>
      `If the code went to the wrong person, press “${button}”: another code makes this one stop working.`,
    astrayElsewhere:
      'If the code went to the wrong person, tell an administrator at once: another code makes this one stop working.',
    replaced: 'The code you gave before has stopped working.',
    putAway: 'Done, hide the code',
    isOver: 'The code does not work any more: it was used, has expired, or was replaced.',
    close: 'Close',
  },
  passkeys: {
    title: 'Passkeys',
    about: (added: string, used: string): string => `Added ${added}, ${used}`,
    removeAsk: 'Remove…',
    remove: 'Remove',
    removeOne: (name: string): string => `Remove ${name}`,
    removeTitle: (name: string): string => `Remove ${name}?`,
    removed: (name: string): string => `${name} is removed.`,
  },
  loss: {
    stops: (what: string): string => `Stops working at once: ${what}.`,
    keeps: (what: string): string => `Keeps working: ${what}.`,
    thisPasskey: 'this passkey',
    onlyPasskey: 'their only passkey',
    otherPasskeys: (count: number): string => (count === 1 ? 'the other passkey' : `the other ${count} passkeys`),
    totp: 'the authenticator app',
    backupCodes: 'the backup codes',
    password: 'the password',
    signedOutWithIt: 'They are signed out wherever they signed in with it.',
    helpIn: 'If they can’t sign in then, press “Help them in”.',
  },
  vault: {
    passkey: 'a passkey',
    secret: 'the master secret',
    emergency: 'the emergency account',
    staysOpen: (by: string): string => `It can still be opened by ${by}.`,
    losesNothing: 'No passkey that opens the vault is lost.',
    mayLose:
      'If they keep a vault, a removed passkey no longer opens it. Ask them first whether they can open it in another way.',
    loses: (count: number): string =>
      count === 1 ? 'One passkey that opens the vault is lost.' : `${count} passkeys that open the vault are lost.`,
  },
  exposure: {
    title: { now: 'What this account can reach', whenBlocked: 'What this account could reach' },
    about: 'A list of the pages and data that the app opens to this account.',
    show: 'Show',
    items: { reports: 'Quarterly reports', vault: 'Team vault', payout: 'Payouts' },
    access: { read: 'read', 'read and write': 'read and write', send: 'send' },
    none: 'The list is empty.',
    noUse: 'No use recorded',
    lastUsed: (when: string): string => `Last used ${when}`,
    asOf: (when: string): string => `As of ${when}.`,
  },
};
