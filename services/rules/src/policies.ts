import { dirname, resolve } from 'node:path'
import { type LoadedCodebook, layOver, loadCodebook, policyFilesAt } from '@doseline/codebook'
import type { Config } from './config.ts'
import type { Tenants } from './tenants.ts'

/** The code book of this site, and those of the tenants that have policies of their own. */
export interface Codebooks {
  readonly codebook: LoadedCodebook
  readonly codebooks: ReadonlyMap<string, LoadedCodebook>
}

/**
 * Lays the policies of the site over what is shipped, and those of each tenant over both. Throws an Error that names file, line
 * and what to do for everything that is wrong.
 */
export function codebooksOf(
  { policies, tenantsFile }: Pick<Config, 'policies' | 'tenantsFile'>,
  { tenants }: Tenants,
): Codebooks {
  const codebook = loadCodebook(undefined, policies === undefined ? [] : policyFilesAt(policies, 'site'))
  const folder = tenantsFile === undefined ? '.' : dirname(tenantsFile)
  const own = tenants.filter((tenant) => tenant.policies.length > 0)
  return {
    codebook,
    codebooks: new Map(
      own.map(({ key, policies: paths }) => [
        key,
        layOver(
          codebook,
          paths.flatMap((path) => policyFilesAt(resolve(folder, path), 'tenant')),
        ),
      ]),
    ),
  }
}

/** Where a policy departs from a confirmed value below it, and why; what a tenant shares with the site is said once. */
export function departuresIn(
  { contents }: LoadedCodebook,
  codebooks: Codebooks['codebooks'],
): readonly { readonly of: string; readonly departures: readonly string[] }[] {
  const said = new Set(contents.departures)
  const ofTenants = [...codebooks].map(([key, own]) => ({
    of: key,
    departures: own.contents.departures.filter((each) => !said.has(each)),
  }))
  return [{ of: 'site', departures: contents.departures }, ...ofTenants]
}
