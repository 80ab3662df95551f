import { libraryBuild, pageAssets } from '../../.config/tsup.ts';

export default [
  ...libraryBuild(import.meta.dirname),
  pageAssets(import.meta.dirname, {
    'admin-overview-style': 'src/style/pages/overview.css',
    'admin-people-style': 'src/style/pages/people.css',
    'admin-policy-style': 'src/style/pages/policy.css',
    'admin-activity-style': 'src/style/pages/activity.css',
    'admin-risks-style': 'src/style/pages/risks.css',
    'admin-overview': 'src/overview/page.ts',
    'admin-people': 'src/people/page.ts',
    'admin-policy': 'src/policy/page.ts',
    'admin-activity': 'src/activity/page.ts',
    'admin-risks': 'src/risks/page.ts',
  }),
];
