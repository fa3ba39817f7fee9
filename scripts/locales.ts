import './support/help.ts'
import { fileURLToPath } from 'node:url'
import { readConfigFileAndWriteSchema } from '@lit/localize-tools/lib/config.js'
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js'

const CONFIG = fileURLToPath(new URL('../web/lit-localize.json', import.meta.url))

/** What extracts the words of the app and builds their translations; `output`: into another folder than the app's own. */
export function localizer(output?: string): RuntimeLitLocalizer {
  const config = readConfigFileAndWriteSchema(CONFIG)
  if (config.output.mode !== 'runtime') throw new Error('lit-localize.json asks for another mode than runtime')
  return new RuntimeLitLocalizer({
    ...config,
    output: { ...config.output, outputDir: output ?? config.output.outputDir },
  })
}

/** Brings `web/locales` up to the words of the app, and the app up to what is translated there: `pnpm locales`. */
if (process.argv[1] === import.meta.filename) {
  await localizer().writeInterchangeFiles()
  await localizer().build()
  console.log('web/locales holds every message of the app; translate those without a target, and run this again.')
}
