export const organisation = {
  notAMember: 'You are not a member of this organisation, or there is no such organisation.',
  noneNamed: 'This address names no organisation. Open the page from your account.',
  notPermitted: 'Your role in this organisation doesn’t let you see this page. Ask an owner of the organisation.',
  toAccount: 'Go to your account',
  members: {
    title: 'Members',
    about: 'People become members by an invitation, or by the app.',
    none: 'There are no members.',
    you: 'You',
    /** A member without a name. */
    account: (id: string): string => `Account ${id}`,
    noRoles: 'No role',
    since: (when: string): string => `Member since ${when}`,
    change: 'Change roles',
    changeOf: (name: string): string => `Change roles of ${name}`,
    changeTitle: (name: string): string => `Roles of ${name}`,
    changed: (name: string): string => `The roles of ${name} are changed.`,
    meanwhile: (name: string): string =>
      `Somebody else changed the roles of ${name} or removed ${name} meanwhile, so nothing was changed. The list is new.`,
    remove: 'Remove',
    removeOne: (name: string): string => `Remove ${name}`,
    removeTitle: (name: string): string => `Remove ${name}?`,
    removeText: (organisation: string): string =>
      `The person can’t enter ${organisation} any more. The account of the person stays.`,
    removeSelf: (organisation: string): string =>
      `This is you: you can’t enter ${organisation} any more, and you can’t see this page any more. Your account stays.`,
    removed: (name: string): string => `${name} is no longer a member.`,
    /** Of somebody who is invited. */
    rolesOfInvited: 'Roles in this organisation',
    unknownRole: (role: string): string => `There is no role “${role}” here. Nothing was changed.`,
  },
  invitations: {
    invite: 'Invite somebody',
    title: (organisation: string): string => `Invite somebody to ${organisation}`,
    text: 'The person gets a mail with a link, and signs in or makes an account with this address. The link works once, for seven days.',
    email: 'Email address',
    send: 'Send invitation',
    sent: (address: string): string => `The invitation to ${address} is on its way.`,
    openOnes: 'Open invitations',
    until: (date: string): string => `ends ${date}`,
    withdraw: 'Withdraw',
    withdrawOne: (address: string): string => `Withdraw the invitation to ${address}`,
    withdrawn: (address: string): string => `The invitation to ${address} is withdrawn.`,
    alreadyOver: (address: string): string =>
      `Somebody used the invitation to ${address}, or it is over. Load this page again.`,
    joinTitle: 'You are invited',
    joinText: 'You are invited to become a member of an organisation. Your account stays yours.',
    join: 'Join',
    joined: (organisation: string): string => `You are a member of ${organisation}.`,
    open: (organisation: string): string => `Open ${organisation}`,
    otherAddress:
      'This invitation went to another email address than the one of this account. Sign in with the account of that address, or ask for an invitation to this one.',
    over: 'This invitation no longer works: it was used, withdrawn or is too old. Ask for a new one.',
  },
  rule: {
    title: 'Who may enter',
    about: 'What you ask here counts in this organisation alone, beside what this site asks of everyone.',
    changedAt: (version: number, when: string): string => `Version ${version}, saved ${when}.`,
    strength: 'To enter, people need at least',
    noStrength: 'What this site asks',
    strengths: {
      single: 'One step',
      baseline: 'Two steps',
      enhanced: 'Authenticator app or passkey',
      'phishing-resistant': 'Passkey only',
    },
    strengthHint: 'With two steps, a code by email is enough as the second. An app counts only beside a password.',
    ways: 'Ways to sign in that count here',
    allWays: 'All ways of this site',
    onlyWays: 'Only these',
    noWays: 'Choose at least one way to sign in.',
    within: 'A confirmation counts for',
    withinHint: 'After that, people confirm again before they enter.',
    noWithin: 'What goes with the strength',
    ofRole: (role: string): string => `With the role “${role}”, people need at least`,
    noMore: 'No more than everyone',
    keeps: 'The rule has more parts, which this page doesn’t change',
    check: 'See whom this stops',
    unchanged: 'You have changed nothing yet.',
    saved: 'The rule is saved. It counts from now on.',
    meanwhile: (version: number): string =>
      `Somebody else saved version ${version} of the rule meanwhile, so yours was not saved. Below is the new rule with your changes. Check it, then save again.`,
  },
  preview: {
    title: 'Save this rule?',
    enters: (count: number): string =>
      count === 0
        ? 'Nobody can enter with what they have.'
        : count === 1
          ? '1 member can enter with what they have.'
          : `${count} members can enter with what they have.`,
    mustEnroll: (count: number): string =>
      count === 1
        ? '1 member has to set something up before entering.'
        : `${count} members have to set something up before entering.`,
    cannot: (count: number): string => (count === 1 ? '1 member can’t enter.' : `${count} members can’t enter.`),
    everybody: 'Every member can enter.',
    from: (date: string): string => `From ${date} on:`,
    who: 'Who is stopped at the door',
    setsUp: 'Has to set up something.',
    setsUpOne: (ways: string): string => `Has to set up: ${ways}.`,
    out: 'Can’t enter.',
    /** The app keeps the members. */
    fromHost: 'This app keeps the members itself, so this page can’t show whom the rule stops.',
    save: 'Save the rule',
    strands:
      'No owner could enter any more, so this rule can’t be saved. Ask for less, or set up what it asks for first.',
  },
};
