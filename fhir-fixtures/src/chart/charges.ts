import type { ChargeItem, MedicationAdministration, Patient } from 'fhir/r4'
import type { Given } from '../given.ts'
import { sid, to } from './names.ts'
import { instant } from './times.ts'

/** Charges that the clinic’s own charge capture dropped for the dose, before anyone opened Doseline. */
export function chargesFrom(
  { charges, dose }: Given,
  patient: Patient,
  administration: MedicationAdministration,
): ChargeItem[] {
  return charges.map(({ code, units, status }, at) => ({
    resourceType: 'ChargeItem',
    id: `${patient.id}-chg${at + 1}`,
    identifier: [{ system: sid('charge'), value: `${patient.id}-${at + 1}` }],
    status,
    code: {
      coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code }],
      text: `${code} × ${units}`,
    },
    subject: to(patient),
    ...(administration.context && { context: administration.context }),
    occurrenceDateTime: instant(dose.on, dose.at),
    quantity: { value: units },
    enteredDate: instant(dose.on, dose.until ?? dose.at, 40),
    service: [to(administration)],
  }))
}
