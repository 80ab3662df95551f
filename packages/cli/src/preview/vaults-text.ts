import type { VaultsPreview } from '@sallyport/core/analysis';
import { counted } from '../terminal/wrap.ts';

/** What a change means for vaults, a sentence for each matter; none where it touches none. */
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
