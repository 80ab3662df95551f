import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, embedded, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const who = { identifier: 'ida@example.org' };

/**
 * docs/guide/accounts.md, of `setRoles` and `setMethods`: "`no-way-in-left` if the account could not sign in by itself any more; `force` overrides the
 * refusal". docs/guide/people.md: `invitationOpen` counts "people of `counts.invited` who can still sign in by their link".
 */
it.each([['role'], ['methods']] as const)(
  'W14 X21 the %s of an invited person takes the way in by the link only if forced',
  async (what) => {
    const world = await embedded({
      policy: { requiredStrength: 'single', methods: ['password'], roles: { keys: { methods: ['passkey'] } } },
    });
    const { people, invitations } = world.auth;
    accepted(await people.create({ ...who, email: who.identifier, invite: true, by }));
    const token = world.mails.at(-1)?.token ?? '';
    const closed =
      what === 'role'
        ? await people.setRoles(who, { roles: ['keys'], by })
        : await people.setMethods(who, { methods: ['passkey'], by });
    const { counts } = await people.list({ tenant: TENANT });
    const link = await invitations.accept(new Client(world).caller, { token, password: PASSWORD });
    expect({
      act: isRefusal(closed) ? closed.refused : 'done',
      link: isRefusal(link) ? link.refused : link.answer.status,
      open: counts.invitationOpen,
    }).toMatchObject({ act: 'no-way-in-left', link: 'complete', open: 1 });
    await world.auth.close();
  },
);
