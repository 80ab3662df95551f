import { libraryBuild, pageAssets } from '../../.config/tsup.ts';

export default [
  ...libraryBuild(import.meta.dirname),
  pageAssets(import.meta.dirname, {
    'admin-style': 'src/style.css',
    'admin-overview': 'src/overview/page.ts',
    'admin-people': 'src/people/page.ts',
    'admin-policy': 'src/policy/page.ts',
    'admin-activity': 'src/activity/page.ts',
    'admin-risks': 'src/risks/page.ts',
  }),
];
