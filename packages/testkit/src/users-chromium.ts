import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { chromiumExecutable } from './chromium.ts'

/** A browser, and how to be rid of it. */
export interface RunningBrowser {
  readonly browser: Browser
  close(): Promise<void>
}

/** Started by Playwright, with its own choice of features. */
export async function playwrightsChromium(): Promise<RunningBrowser> {
  const { path, env, args } = await chromiumExecutable()
  const browser = await chromium.launch({
    executablePath: path,
    args: [...args],
    env: { ...process.env, ...env } as Record<string, string>,
  })
  return { browser, close: () => browser.close() }
}

const STARTS_WITHIN_MS = 60_000

/**
 * Started with the features that people have. Playwright 1.65 turns the partitioning of third-party storage off where it
 * starts Chromium itself: there a frame of another site shares channels and locks with a tab, and here it does not.
 */
export async function usersChromium(): Promise<RunningBrowser> {
  const { path, env, args } = await chromiumExecutable()
  const profile = await mkdtemp(join(tmpdir(), 'doseline-profile-'))
  const own = ['--headless=new', '--hide-scrollbars', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(path, [...args, ...own, 'about:blank'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(child))
    return {
      browser,
      async close() {
        await browser.close()
        await stop()
      },
    }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

/** What Chromium says when it listens. Throws with all it said where it ends or says nothing. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error(`Chromium does not listen:\n${said}`)), STARTS_WITHIN_MS)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Chromium ended at its start with ${code}:\n${said}`)))
    child.stderr?.on('data', (data) => {
      said += String(data)
      const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (address === undefined) return
      clearTimeout(late)
      resolve(address)
    })
  })
}
