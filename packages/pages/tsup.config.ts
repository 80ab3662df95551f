import type { Options } from 'tsup';
import { libraryBuild, pageAssets } from '../../.config/tsup.ts';

const entries = ['sign-in', 'sign-up', 'disown', 'enroll', 'account', 'vault', 'organisation'].map((page) => [
  page,
  `src/${page}/page.ts`,
]);

const [modules, commonjs] = libraryBuild(import.meta.dirname);

const asInBrowsers: Options['esbuildOptions'] = (options) => {
  options.mainFields = ['browser', 'module', 'main'];
};

export default [
  // The parts run in browsers: there qrcode needs neither files nor a library for PNG.
  { ...modules, esbuildOptions: asInBrowsers },
  commonjs,
  pageAssets(import.meta.dirname, { style: 'src/style.css', ...Object.fromEntries(entries) }),
];
