import type { AdminAccount, DeviceEntry, PolicyDocument, SessionEntry } from '@sallyport/browser';
import { ask, button, capital, client, deviceName, h, roleName, when, withStepUp } from '@sallyport/pages/parts';
import { doneBy, logOf } from '../activity/events.ts';
import { feed } from '../activity/feed.ts';
import { card } from '../parts/card.ts';
import { icon } from '../parts/frame.ts';
import type { Act } from './acts.ts';
import { exposureCard } from './exposure.ts';
import { administrationBy } from './role-meanings.ts';
import { words } from './words.ts';

const { person: says } = words;

interface EndButton {
  readonly label: string;
  readonly testid: string;
  readonly spoken: string;
  run(): Promise<void>;
}

/** A reader who may not act on the account can end none. */
export async function sessionsTab({ accountId, may }: AdminAccount, act: Act): Promise<HTMLElement> {
  const [sessions, devices] = await Promise.all([
    withStepUp(() => client.admin.sessions(accountId)),
    withStepUp(() => client.admin.devices(accountId)),
  ]);
  const canEnd = may === undefined;
  const end = (session: SessionEntry): Promise<void> =>
    act(async () => {
      await withStepUp(() => client.admin.endSession(accountId, session.id));
      return says.sessions.ended;
    });
  const forget = (device: DeviceEntry): Promise<void> =>
    act(async () => {
      await withStepUp(() => client.admin.forgetDevice(accountId, device.id));
      return says.devices.forgotten;
    });
  const endButton = ({ spoken, ...rest }: EndButton): HTMLElement | null =>
    canEnd ? button({ ...rest, look: 'plain danger small', attributes: { 'aria-label': spoken } }) : null;
  const endAll = (): Promise<void> =>
    act(async () => {
      await ask({
        title: says.sessions.endAllTitle,
        submit: says.sessions.endAll,
        run: async () => {
          // Also the sessions that the person opened since the page was loaded.
          const acts = { act: 'sign-out', accountIds: [accountId] } as const;
          const [result] = await withStepUp(() => client.admin.actOnMany(acts));
          if (result?.done !== true) throw new Error(result?.code ?? 'no result');
        },
      });
      return says.sessions.allEnded;
    });
  return h(
    'div',
    { class: 'stack tab-cards' },
    card({
      title: says.tabs.sessions,
      testid: 'sessions',
      look: 'flush',
      beside:
        sessions.length > 1 && canEnd
          ? button({
              label: says.sessions.endAllAsk,
              testid: 'end-all-sessions',
              look: 'plain danger small',
              run: endAll,
            })
          : null,
      content:
        sessions.length === 0
          ? h('p', { class: 'nothing' }, says.sessions.none)
          : h(
              'ul',
              { class: 'lines' },
              sessions.map((session) =>
                h(
                  'li',
                  { 'data-testid': 'session' },
                  icon('device'),
                  h(
                    'div',
                    {},
                    h('p', { class: 'strong' }, deviceName(session.userAgent, says.devices)),
                    h(
                      'p',
                      {},
                      [
                        says.sessions.since(when(session.createdAt)),
                        when(session.lastSeenAt) === when(session.createdAt)
                          ? undefined
                          : says.sessions.seen(when(session.lastSeenAt)),
                        session.ip,
                      ]
                        .filter((part) => part !== undefined)
                        .join(' · '),
                    ),
                  ),
                  endButton({
                    label: says.sessions.end,
                    testid: 'end-session',
                    spoken: says.sessions.endOne(deviceName(session.userAgent, says.devices)),
                    run: () => end(session),
                  }),
                ),
              ),
            ),
    }),
    devices.length === 0
      ? null
      : card({
          title: says.devices.title,
          testid: 'devices',
          look: 'flush',
          content: h(
            'ul',
            { class: 'lines' },
            devices.map((device) =>
              h(
                'li',
                { 'data-testid': 'device' },
                icon('device'),
                h(
                  'div',
                  {},
                  h('p', { class: 'strong' }, deviceName(device.userAgent, says.devices)),
                  h('p', {}, says.devices.seen(when(device.lastSeenAt))),
                ),
                endButton({
                  label: says.devices.forget,
                  testid: 'forget-device',
                  spoken: says.devices.forgetOne(deviceName(device.userAgent, says.devices)),
                  run: () => forget(device),
                }),
              ),
            ),
          ),
        }),
  );
}

export async function activityTab({ accountId }: AdminAccount): Promise<HTMLElement> {
  const { events, names } = await withStepUp(() => client.admin.events({ account: accountId }));
  return h(
    'div',
    { class: 'stack tab-cards' },
    card({
      title: says.tabs.activity,
      testid: 'person-activity',
      look: 'flush',
      beside: h('a', { href: logOf(accountId), 'data-testid': 'all-events' }, words.security.events.all),
      content: [
        events.length === 0
          ? h('p', { class: 'nothing' }, words.security.events.nothing)
          : h('div', {}, feed(events, new Map(Object.entries(names)))),
        h(
          'div',
          { class: 'table-foot' },
          h('a', { class: 'button', href: doneBy(accountId), 'data-testid': 'done-by' }, says.doneBy),
        ),
      ],
    }),
  );
}

export function accessTab(account: AdminAccount, policy: PolicyDocument | undefined): HTMLElement {
  return h(
    'div',
    { class: 'stack tab-cards' },
    policy === undefined ? null : administrationCard(account, policy),
    exposureCard(account),
  );
}

function administrationCard({ roles }: AdminAccount, policy: PolicyDocument): HTMLElement | null {
  const lines = roles.flatMap((role) => administrationBy(policy, role).map((what) => [role, capital(what)] as const));
  if (lines.length === 0) return null;
  return card({
    title: says.administers.title,
    testid: 'administers',
    look: 'flush',
    content: h(
      'ul',
      { class: 'lines' },
      lines.map(([role, what]) =>
        h(
          'li',
          {},
          icon('people'),
          h('div', {}, h('p', { class: 'strong' }, what), h('p', {}, says.administers.byRole(roleName(role)))),
        ),
      ),
    ),
  });
}
