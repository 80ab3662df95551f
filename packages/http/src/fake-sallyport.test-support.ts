import { instant } from '@sallyport/core';
import type {
  AccountId,
  Caller,
  FlowReply,
  KeptTokens,
  LiveSession,
  Me,
  Sallyport,
  SessionInfo,
  TenantId,
} from '@sallyport/engine';
import { type AdapterParts, withAdapterParts } from '@sallyport/engine/adapters';

export const NOW = instant(Date.UTC(2026, 0, 2, 3, 4, 5));
export const ORIGIN = 'https://app.example';
export const LATER = instant(NOW + 600_000);

// The engine makes these marks from what it verified; a test has nothing to verify.
export const tenant = 'default' as TenantId;
export const accountId = 'a1' as AccountId;

export const info: SessionInfo = {
  accountId,
  strength: 'baseline',
  amr: ['pwd', 'otp'],
  authTime: NOW,
  expiresAt: LATER,
};

export const live: LiveSession = {
  tenant,
  id: 's1',
  accountId,
  roles: ['employee'],
  info,
  mode: 'cookie',
};

/** Tokens are at least this long. */
export const token = (letter: string): string => letter.repeat(43);

export const keep = (mode: KeptTokens['mode'], more: Partial<KeptTokens> = {}): KeptTokens => ({
  mode,
  flow: { token: token('f'), expiresAt: LATER },
  ...more,
});

export const goesOn = (mode: KeptTokens['mode']): FlowReply => ({
  answer: { status: 'continue', accept: [{ method: 'email-code', sentTo: 'a•••@example.org' }], because: [] },
  keep: keep(mode),
});

export const complete = (mode: KeptTokens['mode']): FlowReply => ({
  answer: { status: 'complete', session: info, backupCodes: ['one'] },
  keep: {
    mode,
    flow: null,
    session: { token: token('s'), expiresAt: LATER },
    device: { token: token('d'), expiresAt: LATER },
    deviceTokens: { tokens: [token('d')], expiresAt: LATER },
  },
});

type Parts<Whole> = {
  [Part in keyof Whole]?: Whole[Part] extends ((...input: never) => unknown) | readonly unknown[]
    ? Whole[Part]
    : Partial<Whole[Part]>;
};

/** A Sallyport that does what a test says, and throws at everything else. */
export function fakeSallyport(
  parts: Parts<Omit<Sallyport, 'me'>> & { readonly me?: Partial<Me> } = {},
  adapterParts: Partial<AdapterParts> = {},
): Sallyport {
  const not = (name: string) => (): never => {
    throw new Error(`the fake was not told what ${name} does`);
  };
  const made: Sallyport = {
    origin: ORIGIN,
    strengths: ['single', 'baseline', 'enhanced', 'phishing-resistant'],
    brings: () => ({
      codes: [{ method: 'sms-code', label: 'SMS' }],
      providers: [{ id: 'corp', name: 'Example Corp' }],
      vault: true,
    }),
    trustedOrigins: [],
    site: () => ({ origin: ORIGIN, trustedOrigins: [] }),
    events: Object.assign(not('events'), {
      head: not('events.head'),
      keys: not('events.keys'),
      lines: not('events.lines'),
    }),
    authorize: not('authorize'),
    ready: async () => {},
    health: async () => ({ status: 'ok' }),
    runBackgroundWork: async () => {},
    close: async () => {},
    ...parts,
    signIn: {
      begin: not('signIn.begin'),
      beginForAnyone: not('signIn.beginForAnyone'),
      status: not('signIn.status'),
      password: not('signIn.password'),
      passkeyOptions: not('signIn.passkeyOptions'),
      passkey: not('signIn.passkey'),
      sendCode: not('signIn.sendCode'),
      challenge: not('signIn.challenge'),
      code: not('signIn.code'),
      enrollmentCode: not('signIn.enrollmentCode'),
      abandon: not('signIn.abandon'),
      stepUp: not('signIn.stepUp'),
      ...parts.signIn,
    },
    sso: {
      begin: not('sso.begin'),
      beginLink: not('sso.beginLink'),
      keepResponse: not('sso.keepResponse'),
      finish: not('sso.finish'),
      metadata: not('sso.metadata'),
      ...parts.sso,
    },
    enroll: {
      secret: not('enroll.secret'),
      passkeyOptions: not('enroll.passkeyOptions'),
      passkey: not('enroll.passkey'),
      code: not('enroll.code'),
      confirmCode: not('enroll.confirmCode'),
      ...parts.enroll,
    },
    recovery: {
      begin: not('recovery.begin'),
      confirm: not('recovery.confirm'),
      ...parts.recovery,
    },
    invitations: { accept: not('invitations.accept'), ...parts.invitations },
    signUp: {
      begin: not('signUp.begin'),
      confirm: not('signUp.confirm'),
      ...parts.signUp,
    },
    sessions: {
      guard: not('sessions.guard'),
      end: not('sessions.end'),
      list: not('sessions.list'),
      endOthers: not('sessions.endOthers'),
      endOne: not('sessions.endOne'),
      disown: not('sessions.disown'),
      ...parts.sessions,
    },
    me: () => ({
      view: not('me.view'),
      rename: not('me.rename'),
      renamePasskey: not('me.renamePasskey'),
      removePasskey: not('me.removePasskey'),
      removeCode: not('me.removeCode'),
      removeExternalId: not('me.removeExternalId'),
      newBackupCodes: not('me.newBackupCodes'),
      changePassword: not('me.changePassword'),
      requestEmail: not('me.requestEmail'),
      confirmEmail: not('me.confirmEmail'),
      devices: not('me.devices'),
      forgetDevice: not('me.forgetDevice'),
      organisations: not('me.organisations'),
      join: not('me.join'),
      export: not('me.export'),
      remove: not('me.remove'),
      ...parts.me,
    }),
    people: {
      create: not('people.create'),
      bootstrap: not('people.bootstrap'),
      import: not('people.import'),
      remind: not('people.remind'),
      actOnMany: not('people.actOnMany'),
      find: not('people.find'),
      show: not('people.show'),
      list: not('people.list'),
      setRoles: not('people.setRoles'),
      setMethods: not('people.setMethods'),
      setRequiredStrength: not('people.setRequiredStrength'),
      setExternalIds: not('people.setExternalIds'),
      setExternalId: not('people.setExternalId'),
      rename: not('people.rename'),
      block: not('people.block'),
      unblock: not('people.unblock'),
      unlock: not('people.unlock'),
      resetTwoStep: not('people.resetTwoStep'),
      resetPasskeys: not('people.resetPasskeys'),
      revokePasskey: not('people.revokePasskey'),
      vouch: not('people.vouch'),
      helpIn: not('people.helpIn'),
      setEmail: not('people.setEmail'),
      setPassword: not('people.setPassword'),
      invite: not('people.invite'),
      withdrawInvitation: not('people.withdrawInvitation'),
      sessions: not('people.sessions'),
      devices: not('people.devices'),
      endSession: not('people.endSession'),
      forgetDevice: not('people.forgetDevice'),
      endSessions: not('people.endSessions'),
      export: not('people.export'),
      delete: not('people.delete'),
      rolesChanged: not('people.rolesChanged'),
      exposure: not('people.exposure'),
      ...parts.people,
    },
    tenants: { remove: not('tenants.remove'), ...parts.tenants },
    secrets: {
      survey: not('secrets.survey'),
      owners: not('secrets.owners'),
      reseal: not('secrets.reseal'),
      ...parts.secrets,
    },
    audit: {
      events: not('audit.events'),
      stream: not('audit.stream'),
      pages: not('audit.pages'),
      hours: not('audit.hours'),
      head: not('audit.head'),
      keys: not('audit.keys'),
      security: not('audit.security'),
      overview: not('audit.overview'),
      risks: not('audit.risks'),
      ...parts.audit,
    },
    vault: {
      view: not('vault.view'),
      replace: not('vault.replace'),
      addEnvelope: not('vault.addEnvelope'),
      removeEnvelope: not('vault.removeEnvelope'),
      overview: not('vault.overview'),
      emergencyOpen: not('vault.emergencyOpen'),
      ...parts.vault,
    },
    policy: untold<Sallyport['policy']>('policy', parts.policy),
    organisations: untold<Sallyport['organisations']>('organisations', parts.organisations),
  };
  const logger = { warn() {}, error() {} };
  return withAdapterParts(made, {
    logger,
    warnOfUnavailable: () => {},
    now: () => NOW,
    tenantOf: () => tenant,
    ...adapterParts,
  });
}

/** A `sessions.guard` that lets everyone through, and keeps who asked. */
export function guardFor(session: LiveSession = live): { guard: Sallyport['sessions']['guard']; callers: Caller[] } {
  const callers: Caller[] = [];
  return {
    callers,
    guard: async (caller) => {
      callers.push(caller);
      return session;
    },
  };
}

/** A part of which only this is told; whatever else is asked of it is a fault. */
function untold<Part extends object>(name: string, told: Partial<Part> = {}): Part {
  const target: Part = Object.assign(Object.create(null), told);
  return new Proxy(target, {
    get: (members, member) => {
      if (member in members) return Reflect.get(members, member);
      throw new Error(`the fake was not told what ${name}.${String(member)} does`);
    },
  });
}
