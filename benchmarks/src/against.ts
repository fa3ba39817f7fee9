import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** A build that is measured. */
export interface Build {
  readonly name: string
  readonly root: string
}

/** This one. */
export const OURS: Build = { name: 'ours', root: ROOT }

/**
 * The build at a revision, in a folder of its own with what it depends on, while `work` goes on. Throws where git does not
 * know the revision, or the registry cannot be reached.
 */
export async function withBuildAt<T>(revision: string, work: (build: Build) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-build-'))
  const root = join(folder, 'build')
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', ROOT, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    git('worktree', 'add', '--detach', root, revision)
    execFileSync('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return await work({ name: revision, root })
  } finally {
    git('worktree', 'remove', '--force', root)
    rmSync(folder, { recursive: true, force: true })
  }
}
