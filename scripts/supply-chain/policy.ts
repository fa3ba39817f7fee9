import { parse } from 'yaml'

/** What `pnpm-workspace.yaml` says of where packages may come from. */
export interface Policy {
  readonly minimumReleaseAge?: number
  readonly trustPolicy?: string
  readonly blockExoticSubdeps?: boolean
  readonly catalog?: Readonly<Record<string, string>>
  readonly allowBuilds?: Readonly<Record<string, boolean>>
}

/** Reads the file. */
export const policyFrom = (text: string): Policy => parse(text) as Policy

const LISTS = ['minimumReleaseAgeExclude:', 'trustPolicyExclude:']
/** `- name@version # 2026-11-28: why` */
const EXCEPTION = /^ +- (['"]?)(@?[a-z0-9][\w./-]{0,200}@\d[\w.+-]{0,60})\1 # \d{4}-\d{2}-\d{2}: \S.{10,300}$/

/** Exceptions that do not name one version, a day and a reason: the lines as they stand. */
export function barelyExcepted(text: string): string[] {
  const wrong: string[] = []
  let isInList = false
  for (const line of text.split('\n')) {
    const isItem = /^ +-/.test(line)
    if (!isItem) isInList = LISTS.some((list) => line.startsWith(list))
    const isBare = isItem && isInList && !EXCEPTION.test(line)
    const isInline = !isItem && isInList && !/^\w{1,40}:(?: \[\])?$/.test(line)
    if (isBare || isInline) wrong.push(line)
  }
  return wrong
}
