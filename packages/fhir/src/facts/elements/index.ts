import { CHARGE_ITEM, CLAIM, CLAIM_RESPONSE, EXPLANATION_OF_BENEFIT } from './billing.ts'
import { MEDICATION, MEDICATION_ADMINISTRATION, MEDICATION_DISPENSE } from './dose.ts'
import type { ElementTable } from './element-table.ts'
import { MEDICATION_REQUEST } from './order.ts'
import { CONDITION, COVERAGE, PATIENT } from './registration.ts'
import { ENCOUNTER, LOCATION, ORGANIZATION } from './visit.ts'

/** Every type of which a record bears on a dose, with how each of its elements is taken. */
export const ELEMENT_TABLES: readonly ElementTable[] = [
  MEDICATION_ADMINISTRATION,
  MEDICATION_REQUEST,
  MEDICATION,
  MEDICATION_DISPENSE,
  ENCOUNTER,
  LOCATION,
  ORGANIZATION,
  PATIENT,
  COVERAGE,
  CONDITION,
  CHARGE_ITEM,
  CLAIM,
  CLAIM_RESPONSE,
  EXPLANATION_OF_BENEFIT,
]
