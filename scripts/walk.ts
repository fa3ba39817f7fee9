import './support/help.ts'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { stop } from './support/stop.ts'
import { AFTER, BEFORE, SYSTEMCTL } from './walk/shell.ts'

/**
 * Walks “Install it, step by step” of docs/running-it.md literally, with the bundle, on a bare Debian machine: every command of the
 * page, in its order, and then a request through nginx, a backup and the ledger’s own word. The machine is a root folder of Debian’s
 * packages in namespaces of its own, so that nothing of it meets this one. No systemd runs there: a stand-in starts what
 * the unit says, as its user and with its environment. The example EHR is not reachable, and the check has to say so.
 */
const ROOT = resolve(import.meta.dirname, '..')
const PAGE = readFileSync(join(ROOT, 'docs/running-it.md'), 'utf8')

if (process.getuid?.() !== 0) stop('A root folder is made and entered: run this as root.')
if (!existsSync(join(ROOT, 'dist/doseline'))) stop('There is no bundle yet: run “pnpm bundle” first.')
if (run('debootstrap', ['--version']).code !== 0) stop('debootstrap is not installed: apt-get install debootstrap')

const folder = mkdtempSync(join(tmpdir(), 'doseline-walk-'))
const machine = join(folder, 'machine')
try {
  prepare()
  writeFileSync(join(machine, 'srv/walk.sh'), script())
  const own = ['--net', '--pid', '--mount', '--fork', '--kill-child']
  const { code, said } = run('unshare', [...own, 'chroot', machine, 'bash', '/srv/walk.sh'])
  console.log(said)
  if (code !== 0) stop(`The walk ended with ${code}: correct the page, or what it describes.`)
  console.log('Every command of the page was run, and the service answers through nginx.')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** A bare machine with Node, PostgreSQL and nginx, the bundle, a certificate, and a stand-in for systemd. */
function prepare(): void {
  must('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', machine])
  cpSync('/etc/resolv.conf', join(machine, 'etc/resolv.conf'), { dereference: true })
  program('usr/sbin/policy-rc.d', 'exit 101')
  const packages = ['postgresql', 'nginx', 'openssl', 'curl', 'iproute2']
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`
  must('chroot', [machine, 'sh', '-c', `export DEBIAN_FRONTEND=noninteractive; ${install}`])
  cpSync(process.execPath, join(machine, 'usr/bin/node'), { dereference: true })
  cpSync(join(ROOT, 'dist/doseline'), join(machine, 'srv/bundle'), { recursive: true })
  const [, tenants = ''] = /```json\n([\s\S]*?)```/.exec(PAGE) ?? []
  writeFileSync(join(machine, 'srv/tenants.json'), tenants)
  program('usr/bin/nano', 'exit 0')
  program('usr/bin/systemctl', SYSTEMCTL)
}

function program(path: string, text: string): void {
  writeFileSync(join(machine, path), `#!/bin/bash\n${text}\n`, { mode: 0o755 })
}

/** The commands of the page, and what they rest on. */
function script(): string {
  const steps = PAGE.slice(PAGE.indexOf('## Install it, step by step'), PAGE.indexOf('## Other ways to run it'))
  const blocks = [...steps.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  const walked = blocks.map((block, at) => {
    const commands = block.split('\n').filter((line) => !line.includes('/etc/caddy/'))
    return `echo "— ${at + 1}"\nset -x\n${tolerant(commands.join('\n'))}\n{ set +x; } 2>/dev/null`
  })
  // Step 5 has no command of its own for the file that a person writes.
  const at = walked.findIndex((each) => each.includes('chown -R root:doseline /etc/doseline'))
  walked.splice(at, 0, 'cp /srv/tenants.json /etc/doseline/tenants.json')
  return [BEFORE, ...walked, AFTER].join('\n')
}

/** The check has to find one thing wrong, and no other. */
function tolerant(block: string): string {
  if (!block.includes('check --online')) return block
  const expected = 'wrong  riverside-ehr: its keys cannot be fetched'
  const found = `[ "$(grep -c ^wrong /tmp/checked)" = 1 ] && grep -q '^${expected}' /tmp/checked`
  return `${block.trimEnd()} > /tmp/checked || true\ncat /tmp/checked\n${found}`
}

function must(command: string, args: readonly string[]): void {
  const { code, said } = run(command, args)
  if (code !== 0) stop(`${command} ${args.join(' ')}\nended with ${code}:\n${said.slice(-3000)}`)
}

function run(command: string, args: readonly string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', 'exec "$0" "$@" 2>&1', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  return { code: status, said: `${stdout}${stderr}` }
}
