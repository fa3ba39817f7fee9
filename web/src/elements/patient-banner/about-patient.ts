import type { Patient } from 'fhir/r4'
import { words } from '../../words.ts'

/** The name as people sort it: family name first. */
export function nameOf({ name }: Patient): string {
  const usual = name?.find(({ use }) => use === 'official') ?? name?.find(({ use }) => use === 'usual') ?? name?.[0]
  const written = [usual?.family, usual?.given?.join(' ')].filter(Boolean).join(', ')
  return written || usual?.text || words.banner.unnamed
}

/** The medical record number, where one is named as such. */
export function recordNumberOf({ identifier = [] }: Patient): string | undefined {
  const isMrn = (one: NonNullable<Patient['identifier']>[number]): boolean =>
    one.type?.coding?.some(({ code }) => code === 'MR') === true || one.type?.text === 'MRN'
  return identifier.find(isMrn)?.value
}
