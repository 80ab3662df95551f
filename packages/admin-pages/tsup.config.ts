import { libraryBuild, pageAssets } from '../../.config/tsup.ts';

export default [
  ...libraryBuild(import.meta.dirname),
  pageAssets(import.meta.dirname, {
    'admin-style': 'src/style.css',
    admin: 'src/accounts/page.ts',
    'admin-security': 'src/security/page.ts',
    'admin-policy': 'src/policy/page.ts',
  }),
];
