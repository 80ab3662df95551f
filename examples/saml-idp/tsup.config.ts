import { exampleBuild, pageAssets } from '../../.config/tsup.ts';

// The quickstart is private, and of it the demo and its own pages are taken as sources.
export default [
  ...exampleBuild().map((options) => ({ ...options, noExternal: [/^@sallyport\/example-quickstart/] })),
  pageAssets(import.meta.dirname, {
    home: '../quickstart/src/assets/home.ts',
    mail: '../quickstart/src/assets/mail.ts',
  }),
];
