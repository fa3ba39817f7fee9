import { readFileSync } from 'node:fs'
import type { Tenants } from '../tenants.ts'
import { tenantsIn, toldOf } from './tenants-faults.ts'

/** Reads the file of tenants. Throws an Error naming the file and each element that is wrong, with its line and what to do. */
export function readTenants(file: string): Tenants {
  const { tenants, faults } = tenantsIn(textOf(file))
  if (tenants) return tenants
  throw new Error(`${file} is no file of tenants:\n${faults.map((fault) => `  ${toldOf(file, fault)}`).join('\n')}`)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Error(`${file} is not there: write it, or set DOSELINE_TENANTS to where it is.`)
    if (code === 'EACCES')
      throw new Error(`${file} may not be read by the user the service runs as: chgrp and chmod g+r it.`)
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
