/**
 * The folders of a package, from the bottom up: a file imports from its own folder and from those before it. The files beside the
 * folders come last.
 */
export const folderOrder = {
  core: [
    'time',
    'lockout',
    'strength',
    'policy',
    'requirements',
    'enrollment',
    'decision',
    'reach',
    'acts',
    'explain',
    'flow',
    'analysis',
  ],
  engine: ['contract', 'kernel', 'records', 'factors', 'acts', 'sessions', 'accounts', 'sign-in', 'administration'],
  http: ['message', 'shapes', 'problem', 'caller', 'route', 'routes', 'serve'],
};
