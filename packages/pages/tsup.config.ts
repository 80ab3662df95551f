import { libraryBuild, pageAssets } from '../../.config/tsup.ts';

const entries = ['sign-in', 'sign-up', 'disown', 'enroll', 'account', 'vault'].map((page) => [
  page,
  `src/${page}/page.ts`,
]);

export default [
  ...libraryBuild(import.meta.dirname),
  pageAssets(import.meta.dirname, { style: 'src/style.css', ...Object.fromEntries(entries) }),
];
