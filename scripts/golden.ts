import './support/help.ts'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { publishedRulebook } from '@doseline/assessment'
import { loadReleases, readData } from '@doseline/codebook'
import { described } from './golden/api/described.ts'
import { pages } from './golden/pages.ts'
import { stop } from './support/stop.ts'

const ROOT = new URL('../', import.meta.url)
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, fhir: { type: 'string' } } })
const checking = values.check
// All pages are made before any is removed: what cannot be read leaves those that are there.
const made = Object.entries(pages(readData(), loadReleases(), await described()))
if (!checking) rmSync(new URL('docs/rules', ROOT), { recursive: true, force: true })
for (const [file, text] of made) {
  if (!checking) write(file, text)
  else if (readFileSync(new URL(file, ROOT), 'utf8') !== text)
    stop(`${file} is not what the data and the rules say today. Run pnpm golden, and read what changed.`)
  console.log(`${file} ${checking ? 'is up to date' : 'written'}`)
}

if (values.fhir) {
  mkdirSync(values.fhir, { recursive: true })
  const resources = publishedRulebook(readData())
  for (const each of resources) {
    writeFileSync(join(values.fhir, `${each.resourceType}-${each.id}.json`), `${JSON.stringify(each, null, 2)}\n`)
  }
  console.log(`${resources.length} FHIR resources written to ${values.fhir}`)
}

function write(file: string, text: string): void {
  const place = new URL(file, ROOT)
  mkdirSync(new URL('.', place), { recursive: true })
  writeFileSync(place, text)
}
