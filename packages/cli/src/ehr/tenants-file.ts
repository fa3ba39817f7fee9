import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Issuer, type Tenants, tenantsIn, toldOf } from '@doseline/rules-service'
import { withElement, withoutElement } from './json-edit.ts'

/** An issuer and where it stands. */
export interface Registered {
  readonly tenant: string
  readonly issuer: Issuer
  /** Places in the file: of the tenant, and of the issuer in it. */
  readonly at: readonly [number, number]
}

/** The file of tenants, which a person writes and the service reads. What is not changed stays as it was written. */
export class TenantsFile {
  readonly path: string
  readonly text: string
  readonly tenants: Tenants

  private constructor(path: string, text: string) {
    this.path = path
    this.text = text
    this.tenants = parsed(text, path)
  }

  /** Throws an Error naming what is wrong. A file that is not there is begun with one tenant. */
  static open(path: string, tenant = 'default'): TenantsFile {
    if (existsSync(path)) return new TenantsFile(path, readFileSync(path, 'utf8'))
    const begun = { tenants: [{ key: tenant, label: tenant, issuers: [] }] }
    return new TenantsFile(path, `${JSON.stringify(begun, undefined, 2)}\n`)
  }

  get issuers(): readonly Registered[] {
    return this.tenants.tenants.flatMap(({ key, issuers }, tenantAt) =>
      issuers.map((issuer, at): Registered => ({ tenant: key, issuer, at: [tenantAt, at] })),
    )
  }

  /** The file with one more issuer. Throws an Error where there is no such tenant, or the service would refuse it. */
  with(issuer: Issuer, tenant: string | undefined): TenantsFile {
    const at = this.#tenantAt(tenant)
    return new TenantsFile(this.path, withElement(this.text, ['tenants', at, 'issuers'], issuer))
  }

  without({ at: [tenant, issuer] }: Registered): TenantsFile {
    return new TenantsFile(this.path, withoutElement(this.text, ['tenants', tenant, 'issuers'], issuer))
  }

  /** Whole or not at all: a service that starts meanwhile reads the old file or the new one. */
  write(): void {
    const beside = join(dirname(this.path), `.${process.pid}.tenants.tmp`)
    try {
      writeFileSync(beside, this.text, { flush: true })
      if (existsSync(this.path)) chmodSync(beside, statSync(this.path).mode)
      renameSync(beside, this.path)
    } catch (error) {
      rmSync(beside, { force: true })
      throw new Error(`${this.path} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #tenantAt(key: string | undefined): number {
    const { tenants } = this.tenants
    const keys = tenants.map((tenant) => tenant.key)
    if (key === undefined) {
      if (keys.length === 1) return 0
      throw new Error(`Say which tenant it belongs to, with --tenant: ${keys.join(', ')}.`)
    }
    if (!keys.includes(key)) throw new Error(`There is no tenant “${key}”; there are ${keys.join(', ')}.`)
    return keys.indexOf(key)
  }
}

function parsed(text: string, path: string): Tenants {
  const { tenants, faults } = tenantsIn(text)
  if (tenants) return tenants
  throw new Error(`${path} is no file of tenants:\n${faults.map((fault) => `  ${toldOf(path, fault)}`).join('\n')}`)
}
