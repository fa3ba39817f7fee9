import { readFileSync, writeFileSync } from 'node:fs'
import { readData } from '@doseline/codebook'
import { pages } from './golden/pages.ts'
import { stop } from './support/stop.ts'

const ROOT = new URL('../', import.meta.url)
const checking = process.argv.includes('--check')
for (const [file, text] of Object.entries(pages(readData()))) {
  if (!checking) writeFileSync(new URL(file, ROOT), text)
  else if (readFileSync(new URL(file, ROOT), 'utf8') !== text)
    stop(`${file} is not what the data and the rules say today. Run pnpm golden, and read what changed.`)
  console.log(`${file} ${checking ? 'is up to date' : 'written'}`)
}
