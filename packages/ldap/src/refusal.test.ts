import type { Directory } from '@sallyport/store/providers';
import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BindAnswer } from './bind-answer.ts';
import { anyServer, direct, entryOf, PEOPLE, searched } from './ldap.test-support.ts';
import { Messages } from './messages.ts';
import { refusalOf } from './refusal.ts';

describe.skipIf(!realPart('slapd', findSlapd))('a password that OpenLDAP refuses with a reason', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE });
  });
  afterAll(() => slapd.stop());

  const ways: readonly [string, () => Directory][] = [
    ['after a search', () => searched(slapd)],
    ['by a direct bind', () => direct(slapd)],
  ];
  const told = async (directory: Directory, uid: string, password: string): Promise<unknown> =>
    directory.verify(await entryOf(directory, uid), password);

  it.each(ways)('X43 is told if it is right, and of a wrong one nothing is told: %s', async (_, way) => {
    const directory = way();
    const right = { passwordIsRight: true };
    expect(await told(directory, 'reset', 'reset-secret')).toEqual({ because: 'must-change', ...right });
    expect(await told(directory, 'expired', 'expired-secret')).toEqual({ because: 'expired', ...right });
    expect(await told(directory, 'reset', 'wrong')).toBeUndefined();
    expect(await told(directory, 'expired', 'wrong')).toBeUndefined();
  });

  it.each(ways)('X5 a locked entry is refused without a look at the password: %s', async (_, way) => {
    const locked = { because: 'locked', passwordIsRight: false };
    expect(await told(way(), 'locked', 'locked-secret')).toEqual(locked);
    expect(await told(way(), 'locked', 'wrong')).toEqual(locked);
  });
});

const ANSWER: BindAnswer = { code: 49, text: '', policyError: undefined, saysExpired: false };

describe('a bind that another directory refuses with a reason', () => {
  const said = (data: string): BindAnswer => ({
    ...ANSWER,
    text: `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1`,
  });

  it.each([
    ['530', 'hours'],
    ['531', 'workstation'],
    ['532', 'expired'],
    ['533', 'disabled'],
    ['701', 'account-expired'],
    ['773', 'must-change'],
  ])('X43 Active Directory (Samba 4.17.12) says data %s only after the right password', (data, because) => {
    expect(refusalOf(said(data))).toEqual({ because, passwordIsRight: true });
    // The text alone is no proof: only an answer with the code of wrong credentials has it.
    expect(refusalOf({ ...said(data), code: 53 })).toBeUndefined();
  });

  it('X5 Active Directory (Samba 4.17.12) says 775 without a look at the password, and 52e for a wrong one', () => {
    expect(refusalOf(said('775'))).toEqual({ because: 'locked', passwordIsRight: false });
    expect(refusalOf(said('52e'))).toBeUndefined();
  });

  it.each<[string, Partial<BindAnswer>, object | undefined]>([
    [
      'a password that is too old',
      { text: 'password expired!', saysExpired: true },
      { because: 'expired', passwordIsRight: true },
    ],
    [
      'the same where the policy was asked for',
      { text: 'password expired!', saysExpired: true, policyError: 'expired' },
      { because: 'expired', passwordIsRight: true },
    ],
    [
      'a password that has to be changed: the bind succeeds',
      { code: 0, saysExpired: true, policyError: 'must-change' },
      { because: 'must-change', passwordIsRight: true },
    ],
    [
      'an account that was inactivated, with any password',
      { code: 53, text: 'Account inactivated. Contact system administrator.', policyError: 'locked' },
      { because: 'disabled', passwordIsRight: false },
    ],
    [
      'too many wrong passwords',
      { code: 19, text: 'Exceed password retry limit. Please try later.', policyError: 'locked' },
      { because: 'locked', passwordIsRight: false },
    ],
    ['a wrong password', {}, undefined],
    ['a good bind', { code: 0 }, undefined],
  ])('X43 389 Directory Server 2.3.1 says %s', (_, answer, refusal) => {
    expect(refusalOf({ ...ANSWER, ...answer })).toEqual(refusal);
  });
});

/** Recorded answers to a bind with the id 1, in hexadecimal. */
describe('the answer to a bind, as it was recorded', () => {
  const answerTo = (recorded: string): BindAnswer | undefined => {
    const messages = new Messages();
    messages.request(Buffer.from('3006020101600100', 'hex'));
    messages.add(Buffer.from(recorded, 'hex'));
    return messages.bound;
  };

  it.each<[string, string, BindAnswer]>([
    [
      '389 Directory Server 2.3.1, has to be changed',
      '305d02010161070a010004000400a04f302f0419312e332e362e312e342e312e34322e322e32372e382e352e31041230840000000ca08400000003800100810102301c0417322e31362e3834302e312e3131333733302e332e342e34040130',
      { code: 0, text: '', policyError: 'must-change', saysExpired: true },
    ],
    [
      '389 Directory Server 2.3.1, expired',
      '306502010161180a01310400041170617373776f7264206578706972656421a04630260419312e332e362e312e342e312e34322e322e32372e382e352e310409308400000003810100301c0417322e31362e3834302e312e3131333733302e332e342e34040130',
      { code: 49, text: 'password expired!', policyError: 'expired', saysExpired: true },
    ],
    [
      '389 Directory Server 2.3.1, inactivated',
      '306802010161390a0135040004324163636f756e7420696e6163746976617465642e20436f6e746163742073797374656d2061646d696e6973747261746f722ea02830260419312e332e362e312e342e312e34322e322e32372e382e352e310409308400000003810101',
      {
        code: 53,
        text: 'Account inactivated. Contact system administrator.',
        policyError: 'locked',
        saysExpired: false,
      },
    ],
    [
      'Samba 4.17.12, has to be changed',
      '3063020101615e0a01310400045738303039303330383a204c6461704572723a20445349442d30433039303341392c20636f6d6d656e743a204163636570745365637572697479436f6e74657874206572726f722c2064617461203737332c207631646231',
      {
        code: 49,
        text: '80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 773, v1db1',
        policyError: undefined,
        saysExpired: false,
      },
    ],
  ])('X43 is read: %s', (_, recorded, answer) => {
    expect(answerTo(recorded)).toEqual(answer);
  });
});

it('X43 a directory that refuses everything after a good bind wants another password first', async () => {
  // 389 Directory Server 2.3.1, for a client that did not ask for the state of the password.
  const server = await anyServer((socket) =>
    socket.on('data', (request) => {
      const isBind = request.includes(Buffer.from([2, 1, 3, 4]));
      const id = request[request.indexOf(2) + 2] ?? 1;
      const [tag, code] = isBind ? [0x61, 0] : [0x65, 53];
      socket.write(Buffer.from([0x30, 12, 2, 1, id, tag, 7, 10, 1, code, 4, 0, 4, 0]));
    }),
  );
  const entry = { key: 'alice', dn: 'uid=alice,dc=example' };
  expect(await direct(server).verify(entry, 'secret')).toEqual({ because: 'must-change', passwordIsRight: true });
});
