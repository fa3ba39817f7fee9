import { randomBytes } from 'node:crypto'

/** What the EHR knows when it opens an app, and passes on with the access token. */
export interface LaunchContext {
  readonly user: string
  readonly patient?: string | undefined
  readonly encounter?: string | undefined
  readonly intent?: string | undefined
  readonly needPatientBanner?: boolean | undefined
  /** Which code book the launcher asks Doseline to judge by. */
  readonly codebook?: string | undefined
}

/** Launch tokens and the contexts they stand for. A token is good for an hour, so that a frame can be reloaded. */
export interface Launches {
  issue(context: LaunchContext): string
  find(token: string): LaunchContext | undefined
}

const LIFETIME_MS = 3_600_000

/** An empty register of launches. */
export function launchRegister(now: () => Date): Launches {
  const launches = new Map<string, { context: LaunchContext; until: number }>()
  return {
    issue(context) {
      for (const [token, launch] of launches) if (launch.until < now().getTime()) launches.delete(token)
      const token = randomBytes(24).toString('base64url')
      launches.set(token, { context, until: now().getTime() + LIFETIME_MS })
      return token
    },
    find(token) {
      const launch = launches.get(token)
      return launch && launch.until >= now().getTime() ? launch.context : undefined
    },
  }
}
