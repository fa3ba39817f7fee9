import { readOnce, withoutEnding } from '@doseline/dose'
import type { Coding } from 'fhir/r4'
import { text } from './shape.ts'

/** National Drug Code. @see https://terminology.hl7.org/NDC.html */
export const NDC = 'http://hl7.org/fhir/sid/ndc'
/** @see https://terminology.hl7.org/RxNorm.html */
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm'
/** HCPCS Level II, codes and modifiers. @see https://terminology.hl7.org/HCPCS.html */
export const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
/** CPT, numbers only: the descriptors are the AMA's. @see https://terminology.hl7.org/CPT.html */
export const CPT = 'http://www.ama-assn.org/go/cpt'
/** @see https://terminology.hl7.org/ICD.html */
export const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm'
/** @see https://ucum.org/ucum */
export const UCUM = 'http://unitsofmeasure.org'

/** What each system is also called by servers in the field. Read under any of them, written under the first only. */
const ALSO_CALLED: Readonly<Record<string, readonly string[]>> = {
  [NDC]: ['2.16.840.1.113883.6.69', 'http://hl7.org/fhir/ndc', 'http://terminology.hl7.org/CodeSystem/ndc', 'ndc'],
  [RXNORM]: ['2.16.840.1.113883.6.88', 'http://terminology.hl7.org/CodeSystem/rxnorm', 'http://rxnorm.info', 'rxnorm'],
  [HCPCS]: [
    '2.16.840.1.113883.6.285',
    '2.16.840.1.113883.6.14',
    'http://bluebutton.cms.gov/resources/codesystem/hcpcs',
    'http://terminology.hl7.org/CodeSystem/hcpcs-Level-II',
    'http://terminology.hl7.org/CodeSystem/hcpcs',
    'http://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo',
    'http://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html',
    'http://hl7.org/fhir/sid/hcpcs',
    'http://cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
    'hcpcs',
  ],
  [CPT]: ['2.16.840.1.113883.6.12', 'http://terminology.hl7.org/CodeSystem/cpt', 'cpt'],
  [ICD_10_CM]: [
    '2.16.840.1.113883.6.90',
    'http://terminology.hl7.org/CodeSystem/icd-10-cm',
    'http://terminology.hl7.org/CodeSystem/icd10-cm',
    'http://www.cms.gov/Medicare/Coding/ICD10',
    'icd-10-cm',
    'icd10cm',
  ],
  [UCUM]: ['2.16.840.1.113883.6.8', 'https://ucum.org', 'http://ucum.org', 'ucum'],
}

/** As systems are compared: servers differ in case, in the scheme and in a slash at the end. */
const plain = (system: string): string =>
  withoutEnding(
    system
      .toLowerCase()
      .replace(/^https:/, 'http:')
      .replace(/^urn:oid:/, ''),
    '/',
  )

const CANONICAL = new Map(
  Object.entries(ALSO_CALLED).flatMap(([system, names]) =>
    [system, ...names].flatMap((name) => [[name, system] as const, [plain(name), system] as const]),
  ),
)

/** The canonical name of a system as it is written, or that itself: a chart names the same few systems again and again. */
const canonical = readOnce((written: string) => ({
  system: CANONICAL.get(written) ?? CANONICAL.get(plain(written)) ?? written,
}))

const HCPCS_LEVEL_II = /^[A-V]\d{4}$/i

/** The system a coding means, by its canonical name; unknown systems stay as they are written. */
export function systemOf(coding: Pick<Coding, 'system' | 'code'>): string | undefined {
  const written = text(coding.system)
  if (written === undefined) return undefined
  const { system } = canonical(written)
  // No CPT code starts with a letter: J0897 under the CPT system is a HCPCS code with the wrong system beside it.
  return system === CPT && HCPCS_LEVEL_II.test(text(coding.code) ?? '') ? HCPCS : system
}

const CPT_NUMBER = /^\d{4}[0-9FTU]$/
const CPT_MODIFIER = /^\d{2}$/

/** The system under which a procedure code is written: CPT for CPT numbers, HCPCS for everything else. */
export const systemOfCode = (code: string): string => (CPT_NUMBER.test(code) ? CPT : HCPCS)

/** The system under which a modifier is written: two digits are CPT's, the rest is HCPCS's. */
export const systemOfModifier = (modifier: string): string => (CPT_MODIFIER.test(modifier) ? CPT : HCPCS)
