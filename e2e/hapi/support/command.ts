import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const SCRIPTS = resolve(import.meta.dirname, '../../../scripts')

/** Runs a command of ours as a person does, with a token in the environment. */
export async function command(
  script: 'doctor' | 'test-sandbox',
  args: readonly string[],
  token?: string,
): Promise<{ exit: number; said: string }> {
  const env = { ...process.env, DOCTOR_TOKEN: token, SANDBOX_TOKEN: token }
  const child = spawn(process.execPath, [resolve(SCRIPTS, `${script}.ts`), ...args], { env })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said += String(data)
    })
  }
  const [exit] = await once(child, 'close')
  return { exit, said }
}
