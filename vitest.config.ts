import { availableParallelism } from 'node:os'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumExecutable } from './packages/testkit/src/chromium.ts'

/** Without a browser the tests that need none still run; the others say what is missing. */
const chromium = await chromiumExecutable().catch((error: Error) => {
  console.warn(error.message)
  return { path: 'no-chromium-found', env: {}, args: [] }
})

const PURE = [
  '{packages/{assessment,billing-interface,codebook,contract,dose,ehr-client,fhir,rules},fhir-fixtures}/**/*.test.ts',
]
const NOT_OURS = ['**/node_modules/**', '**/dist/**']
const PATIENT = {
  // Property tests and laws judge thousands of charts; a busy machine is no reason to fail them.
  testTimeout: 120_000,
  hookTimeout: 60_000,
  // On two cores vitest would use one.
  maxWorkers: Math.max(2, availableParallelism() - 1),
}

export default defineConfig({
  test: {
    onConsoleLog: (log) => !log.includes('Lit is in dev mode'),
    projects: [
      {
        test: {
          name: 'unit',
          include: PURE,
          exclude: NOT_OURS,
          // Nothing here keeps anything between tests: reading the code anew for each file would take half of the time.
          isolate: false,
          ...PATIENT,
        },
      },
      {
        test: {
          // They start processes, listen on ports, and change folders or the environment.
          name: 'integration',
          include: ['{packages,services,scripts,site,tools,benchmarks}/**/*.test.ts', '*.test.ts'],
          exclude: [...NOT_OURS, ...PURE],
          ...PATIENT,
        },
      },
      {
        extends: './web/vite.config.ts',
        root: 'web',
        // The first test that meets a dependency must not make the others reload.
        optimizeDeps: {
          include: [
            'lit',
            'lit/decorators.js',
            'fhirclient',
            'jose',
            'axe-core',
            'pdfkit',
            '@awesome.me/webawesome/dist/components/dialog/dialog.js',
          ],
        },
        test: {
          name: 'browser',
          include: ['src/**/*.test.ts'],
          setupFiles: ['src/testing/setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            locators: { exact: false },
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: chromium.path,
                args: [...chromium.args],
                env: { ...process.env, ...chromium.env } as Record<string, string>,
              },
            }),
          },
        },
      },
      {
        test: {
          // Long, and outside of `npm test` but for a few lives among the end-to-end tests.
          name: 'lives',
          include: ['e2e/lives/*.test.ts'],
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          // One HAPI FHIR server for all of them: it takes half a minute to start.
          name: 'hapi',
          include: ['e2e/hapi/*.test.ts'],
          globalSetup: ['e2e/hapi/support/start-hapi.ts'],
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/hapi/**'],
          globalSetup: ['packages/testkit/src/build-app.ts'],
          // Each file has an EHR, a service, a database and a browser of its own.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One second, as it is by itself, is short where several browsers share two cores.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
