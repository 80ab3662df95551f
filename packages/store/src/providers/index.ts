/**
 * `@sallyport/store/providers`: what a single sign-on provider and a directory are to the engine, for those who write one.
 *
 * @packageDocumentation
 */
export * from './provider.ts';
