import { exampleBuild } from '../../.config/tsup.ts';

export default exampleBuild().map((build) => ({
  ...build,
  entry: { main: 'src/after/main.ts', export: 'src/move/export.ts' },
}));
