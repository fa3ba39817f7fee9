import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

describe('npm start', () => {
  test('says which port is taken', async () => {
    const taken = createServer().listen(0, 'localhost')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
      env: { ...process.env, EHR_PORT: port },
    })
    let said = ''
    child.stderr.on('data', (data) => {
      said += String(data)
    })
    const [status] = await once(child, 'exit')
    taken.close()
    expect([status, said.trim()]).toEqual([1, `Port ${port} (EHR_PORT) is taken. Set EHR_PORT to another one.`])
  })
})
