import './support/help.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { billOfMaterials } from './supply-chain/cyclonedx.ts'
import { lockfileFrom } from './supply-chain/lockfile.ts'

/** The bill of materials (CycloneDX, JSON) of this lockfile: on the screen, or into the file that is named. */
const ROOT = resolve(import.meta.dirname, '..')
const text = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8')
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
const written = `${JSON.stringify(billOfMaterials(lockfileFrom(text), text, version), undefined, 1)}\n`

const [file] = process.argv.slice(2)
if (file === undefined) process.stdout.write(written)
else writeFileSync(file, written)
