import { defineConfig } from 'vitest/config'

/** What `pnpm mutation` runs for every mutant: the tests of the three packages, without the count of 200,000 cases. */
export default defineConfig({
  test: {
    include: ['packages/{dose,codebook,rules}/src/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.agreement.test.ts'],
  },
})
