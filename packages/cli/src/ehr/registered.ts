import { contentSecurityPolicy, lackingForSignIn, type Tenants } from '@doseline/rules-service'
import { type IssuerWishes, patternOf } from './new-issuer.ts'
import type { Probe } from './probe.ts'

/** An EHR that was just entered. */
export interface Entered {
  readonly iss: string
  readonly key: string
  readonly wishes: IssuerWishes
  /** Undefined where it was not asked. */
  readonly answered: Probe | undefined
  readonly tenants: Tenants
}

/** What whoever entered an EHR should know: what was assumed, what it did not say, and what a sign-in lacks. */
export function warningsFor({ iss, key, wishes, answered, tenants }: Entered): string[] {
  const pattern = !wishes.exact && patternOf(iss)
  const { statement, smart, troubles } = answered ?? {}
  const saying = (trouble: { trouble: string; todo: string } | undefined) =>
    `${trouble?.trouble ?? ''}. ${trouble?.todo ?? ''}`
  return [
    ...(pattern
      ? [
          `A part of the address holds the options of one launch; registered is the pattern ${pattern.origin}${pattern.path}. For this address alone: --exact.`,
        ]
      : []),
    ...(wishes.clientId || wishes.open ? [] : ['The client id is “doseline”; enter the one the EHR gives.']),
    ...(answered && !statement ? [`The EHR could not be asked what it offers: ${saying(troubles?.metadata)}`] : []),
    ...(statement && troubles?.metadata ? [saying(troubles.metadata)] : []),
    ...(answered && !smart && !wishes.open
      ? [
          `It says nowhere how to sign in: ${troubles?.smart?.trouble ?? ''}. A server without sign-in is registered with --open.`,
        ]
      : []),
    ...lackingForSignIn(tenants).filter((each) => each.startsWith(`${key}:`)),
  ]
}

/** Origins the app may talk to and be shown by, by directive of the content security policy. */
export function policyRows(tenants: Tenants): string[][] {
  return contentSecurityPolicy(tenants)
    .split('; ')
    .filter((each) => /^(connect-src|frame-ancestors|form-action) /.test(each))
    .map((each) => [each.slice(0, each.indexOf(' ')), each.slice(each.indexOf(' ') + 1)])
}
