import type { NextConfig } from 'next';

const config: NextConfig = {
  // What is built stands in dist, as everywhere in this repository.
  distDir: 'dist',
  // `npm run typecheck` checks it with everything else.
  typescript: { ignoreBuildErrors: true },
};
export default config;
