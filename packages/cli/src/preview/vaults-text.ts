import type { VaultsPreview } from '@sallyport/assurance';
import { counted } from '../terminal/wrap.ts';

/** A sentence for each number that is not 0. */
export function vaultsText({ withoutWay, withoutEmergency }: VaultsPreview): readonly string[] {
  return [
    ...(withoutWay === 0 ? [] : [`${counted(withoutWay, 'owner')} of a vault could not open it any more.`]),
    ...(withoutEmergency === 0
      ? []
      : [
          `${counted(withoutEmergency, 'vault')} without the emergency way that is required: asked for at the next opening.`,
        ]),
  ];
}
