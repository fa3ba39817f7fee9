import manifest from '../package.json' with { type: 'json' }

/** The version that everything says: that of every package of this repository, which is one (`tidy.test.ts`). */
export const VERSION: string = manifest.version
