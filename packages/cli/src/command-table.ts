import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** A command as the help lists it; what it takes and does is loaded only when it is asked for. */
interface ListedCommand {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<CommandUnknownOpts>
}

/** Every command there is: first what runs the service, then what works on an EHR, then what explains a dose. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'serve',
    summary: 'start the rules service',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  {
    name: 'check',
    summary: 'what keeps the service from starting, and what to do',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'keys',
    summary: 'make a key pair for another app, or a secret',
    load: async () => (await import('./commands/keys.ts')).keys,
  },
  {
    name: 'ledger',
    summary: 'verify or migrate it, forget a patient, see the outbox',
    load: async () => (await import('./commands/ledger.ts')).ledger,
  },
  {
    name: 'interface',
    summary: 'check how approved charges reach a billing system by HL7 v2',
    load: async () => (await import('./commands/interface.ts')).billingInterface,
  },
  {
    name: 'registry',
    summary: 'the EHRs the app may be launched from',
    load: async () => (await import('./commands/registry.ts')).registry,
  },
  {
    name: 'doctor',
    summary: 'what an EHR offers, and how the app would use it',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'sandbox-test',
    summary: 'do the main job on a test server, and clean up',
    load: async () => (await import('./commands/sandbox-test.ts')).sandboxTest,
  },
  {
    name: 'export',
    summary: 'fetch a bulk export of an EHR to a folder',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'explain',
    summary: 'the verdict on every dose of a chart, as text',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'scan',
    summary: 'every dose of a bulk export: what is ready, stuck, and why',
    load: async () => (await import('./commands/scan.ts')).scan,
  },
  {
    name: 'claim',
    summary: 'the service lines of an X12 837 for doses that are ready',
    load: async () => (await import('./commands/claim.ts')).claim,
  },
  {
    name: 'scenario',
    summary: 'one dose of an example, step by step',
    load: async () => (await import('./commands/scenario.ts')).scenario,
  },
  {
    name: 'book',
    summary: 'every published value effective on a day, with its source',
    load: async () => (await import('./commands/book.ts')).book,
  },
  {
    name: 'codebook',
    summary: 'what files of CMS and payers say, and if they are in order',
    load: async () => (await import('./commands/codebook.ts')).codebook,
  },
]
