import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program of this machine; undefined, and said once, where it is not installed: then what needs it is not tried. */
export function program(name: string, install: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  if (!found) console.warn(`${name} is not installed, so what needs it is not tried: ${install}`)
  return found
}

/** Runs a program to its end; what it said on both streams, after its exit code. */
export function ran(path: string, args: readonly string[], cwd?: string): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: 'utf8', cwd })
  return { code: status, said: `${stdout}${stderr}` }
}

/** Certificate and key of a host, signed by itself. */
export function selfSigned(openssl: string, folder: string, host: string): { certificate: string; key: string } {
  const [certificate, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')]
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  execFileSync(
    openssl,
    ['req', '-x509', ...curve, '-nodes', '-days', '2', ...subject, '-keyout', key, '-out', certificate],
    { stdio: 'ignore' },
  )
  return { certificate, key }
}
