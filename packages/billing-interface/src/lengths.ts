import type { InterfaceVersion } from './profile.ts'

/**
 * The most characters of each field that is filled, by version. Read on 2026-11-30 from the structures of HAPI HL7v2 2.6.0,
 * which are made from HL7’s own database.
 */
const LENGTHS: Readonly<Record<string, Readonly<Record<InterfaceVersion, number>>>> = {
  'MSH-3': { '2.3.1': 180, '2.5.1': 227 },
  'MSH-4': { '2.3.1': 180, '2.5.1': 227 },
  'MSH-5': { '2.3.1': 180, '2.5.1': 227 },
  'MSH-6': { '2.3.1': 180, '2.5.1': 227 },
  'MSH-10': { '2.3.1': 20, '2.5.1': 20 },
  'PID-3': { '2.3.1': 20, '2.5.1': 250 },
  'PID-5': { '2.3.1': 48, '2.5.1': 250 },
  'PID-18': { '2.3.1': 20, '2.5.1': 250 },
  'PV1-19': { '2.3.1': 20, '2.5.1': 250 },
  'FT1-2': { '2.3.1': 12, '2.5.1': 12 },
  'FT1-7': { '2.3.1': 80, '2.5.1': 250 },
  'FT1-8': { '2.3.1': 40, '2.5.1': 40 },
  'FT1-10': { '2.3.1': 6, '2.5.1': 6 },
  'FT1-19': { '2.3.1': 60, '2.5.1': 250 },
  'FT1-23': { '2.3.1': 22, '2.5.1': 22 },
  'FT1-25': { '2.3.1': 80, '2.5.1': 250 },
  'FT1-26': { '2.3.1': 80, '2.5.1': 250 },
  'FT1-29': { '2.3.1': 0, '2.5.1': 250 },
  'PR1-3': { '2.3.1': 80, '2.5.1': 250 },
  'PR1-16': { '2.3.1': 80, '2.5.1': 250 },
}

/** The most characters that one repetition of a field, such as `FT1-2`, may have; undefined where it is not limited here. */
export const lengthOf = (field: string, version: InterfaceVersion): number | undefined => LENGTHS[field]?.[version]
