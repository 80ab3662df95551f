import type { DeviceEntry, SessionEntry } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { deviceName } from '../parts/device-name.ts';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { dotted } from '../parts/lists.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import type { Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from '../words.ts';

export function devicesCard(
  devices: readonly DeviceEntry[],
  sessions: readonly SessionEntry[],
  shown: Shown,
): HTMLElement {
  const { about, forgets, endOthersForgets } = words.account.devices;
  const isElsewhere = sessions.some(({ current }) => !current);
  return h(
    'section',
    { 'aria-labelledby': 'devices-title' },
    h('h2', { id: 'devices-title' }, words.account.devices.title),
    h('p', { class: 'hint' }, [about, isElsewhere ? endOthersForgets : forgets].join(' ')),
    h(
      'div',
      { class: 'card rows' },
      devices.map((device) => deviceRow(device, shown)),
    ),
  );
}

function deviceRow(device: DeviceEntry, shown: Shown): HTMLElement {
  const name = deviceName(device.userAgent, words.account.devices);
  const forgets = async (): Promise<string> => {
    await ask({
      title: words.account.devices.forgetTitle(name),
      text: words.account.devices.forgetText,
      submit: words.account.devices.forget,
      run: () => withStepUp(() => client.account.forgetDevice(device.id)),
    });
    return words.account.devices.forgotten;
  };
  const forget = rowButtons(shown)(words.account.devices.forget, 'forget-device', forgets, {
    spoken: words.account.devices.forgetOne(name),
  });
  const seen = [
    words.account.devices.signedIn(when(device.lastSeenAt)),
    words.account.devices.knownSince(when(device.createdAt)),
  ];
  return h(
    'div',
    { class: 'row device', 'data-testid': 'device-row' },
    h('div', { class: 'about' }, h('p', {}, name), h('p', {}, dotted(seen))),
    device.current ? h('span', { class: 'badge go' }, words.account.sessions.thisOne) : null,
    h('div', { class: 'actions keep' }, forget),
  );
}
