import { exampleBuild, pageAssets } from '../../.config/tsup.ts';

export default [
  ...exampleBuild(),
  pageAssets(import.meta.dirname, { home: 'src/assets/home.ts', mail: 'src/assets/mail.ts' }),
];
