import type { OwnWords } from '../en/index.ts';
import { german as everyPage } from './de-every-page.ts';
import { vault } from './vault.ts';

export const german: OwnWords = {
  ...everyPage,
  vault,
};
