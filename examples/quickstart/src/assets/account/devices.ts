import type { DeviceEntry } from '@sallyport/browser';
import { client } from '../ui/client.ts';
import { button } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';
import { withStepUp } from '../ui/step-up.ts';
import { deviceName } from './device-name.ts';
import { act, type Shown } from './shown.ts';

/** Where the account signed in before. */
export function devicesCard(devices: readonly DeviceEntry[], shown: Shown): HTMLElement {
  return h(
    'section',
    { 'aria-labelledby': 'devices-title' },
    h('h2', { id: 'devices-title' }, 'Known devices'),
    h('p', { class: 'hint' }, 'If others guess at your password, you can still sign in on these.'),
    h(
      'div',
      { class: 'card rows' },
      devices.map((device) => deviceRow(device, shown)),
    ),
  );
}

function deviceRow(device: DeviceEntry, shown: Shown): HTMLElement {
  const forget = button({
    label: 'Forget',
    testid: 'forget-device',
    look: 'compact',
    run: () =>
      act(shown, async () => {
        await withStepUp(() => client.account.forgetDevice(device.id));
        return 'The device is forgotten.';
      }),
  });
  const seen = [`Signed in ${when(device.lastSeenAt)}`, `known since ${when(device.createdAt)}`];
  return h(
    'div',
    { class: 'row device', 'data-testid': 'device-row' },
    h('div', { class: 'about' }, h('p', {}, deviceName(device.userAgent)), h('p', {}, seen.join(' · '))),
    device.current ? h('span', { class: 'badge go' }, 'This one') : null,
    h('div', { class: 'actions keep' }, forget),
  );
}
