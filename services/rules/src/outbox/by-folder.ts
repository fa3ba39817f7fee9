import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { encoded } from '@doseline/billing-interface'
import type { Delivered, ToDeliver } from './delivered.ts'

/**
 * Puts a message into a folder as one file, named by its turn and its control id. It is written beside under a name that starts with a
 * point and renamed once it is on the disk: whoever reads `*.hl7` sees it whole or not at all, and twice as one file.
 */
export async function byFolder({ number, controlId, text, profile }: ToDeliver, folder: string): Promise<Delivered> {
  const name = `${String(number).padStart(12, '0')}-${controlId}.hl7`
  const [whole, part] = [join(folder, name), join(folder, `.${name}.part`)]
  try {
    await mkdir(folder, { recursive: true })
    const bytes = encoded(text, profile.characterSet)
    const there = await readFile(whole).catch(() => undefined)
    if (!there || !Buffer.from(bytes).equals(there)) {
      await rm(part, { force: true })
      await onDisk(part, (file) => file.writeFile(bytes))
      await rename(part, whole)
    }
    await onDisk(folder, async () => undefined, 'r')
    return { kind: 'accepted', code: '', words: '' }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return { kind: 'no answer', because: `The folder cannot be written: ${said}.` }
  }
}

type File = Awaited<ReturnType<typeof open>>

async function onDisk(path: string, write: (file: File) => Promise<void>, flags = 'wx'): Promise<void> {
  const file = await open(path, flags)
  try {
    await write(file)
    await file.sync()
  } finally {
    await file.close()
  }
}
