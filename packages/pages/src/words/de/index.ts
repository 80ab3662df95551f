import type { OwnWords } from '../en/index.ts';
import { german as everyPage } from './de-every-page.ts';
import { organisation } from './de-organisation.ts';
import { vault } from './vault.ts';

export const german: OwnWords = {
  ...everyPage,
  organisation,
  vault,
};
