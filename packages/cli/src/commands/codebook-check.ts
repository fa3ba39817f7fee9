import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from '@commander-js/extra-typings'
import { DATA, type LayerFile, type LoadedCodebook, loadCodebook, policyFilesAt } from '@doseline/codebook'
import { FileProblem } from '@doseline/yaml-files'
import { WrongUsage } from '../wrong-usage.ts'

export const check = new Command('check')
  .summary('what is wrong with policy files, with file, line and what to do')
  .description(
    'Reads policy files as the service would, laid over what is shipped: shape, days, names, and what departs from a confirmed value. Each fault has file, line, column and what to do. Without a file it checks what is shipped. Exit code: 0 in order, 1 something is wrong.',
  )
  .argument('[files...]', 'policy files, or folders of them')
  .option('--over <files...>', 'policy files of the site that a tenant’s files are laid over')
  .action((paths, { over = [] }) => {
    const own = fileURLToPath(DATA)
    const isOwn = (path: string): boolean => `${resolve(path)}/`.startsWith(own)
    const layers = [
      ...over.flatMap((path) => filesOf(path, 'site')),
      ...paths.filter((path) => !isOwn(path)).flatMap((path) => filesOf(path, over.length > 0 ? 'tenant' : 'site')),
    ]
    try {
      report(loadCodebook(undefined, layers), layers)
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error
      console.log(error.message)
      console.log(`\n${error.faults.length} to correct.`)
      process.exitCode = 1
    }
  })

function filesOf(path: string, layer: LayerFile['layer']): readonly LayerFile[] {
  try {
    return policyFilesAt(path, layer)
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error))
  }
}

function report(
  { contents: { departures }, payers, products, version }: LoadedCodebook,
  layers: readonly LayerFile[],
): void {
  const files =
    layers.length === 0 ? 'What is shipped is' : layers.length === 1 ? '1 file is' : `${layers.length} files are`
  console.log(
    `${files} in order: with them ${payers.length} payers and ${products().length} products, edition ${version}.`,
  )
  if (departures.length > 0) console.log(`\nDeparts from a confirmed value, with its reason:`)
  for (const line of departures) console.log(`  ${line}`)
}
