import { z } from 'zod'

export const reference = z
  .string()
  .regex(
    /^[A-Za-z]{1,64}\/[A-Za-z0-9\-.]{1,64}$/,
    'This is not a relative reference. Write it as MedicationAdministration/ma-1.',
  )
/** A record, or one that it contains: `MedicationAdministration/ma-1#drug`. */
export const recordReference = z
  .string()
  .regex(
    /^[A-Za-z]{1,64}\/[A-Za-z0-9\-.]{1,64}(?:#[A-Za-z0-9\-.]{1,64})?$/,
    'This is not a relative reference. Write it as Task/t-1, or MedicationAdministration/ma-1#drug for a record inside another.',
  )
/** A person as a sign-in names them: a reference to a record that need not be in this EHR. */
export const personElsewhere = z
  .string()
  .max(500)
  .regex(
    /^(?:https?:\/\/[^\s?#]{1,400}\/)?[A-Za-z]{1,64}\/[A-Za-z0-9\-.]{1,64}$/,
    'This is not a reference. Write it as https://directory.example/fhir/Practitioner/7.',
  )
export const instant = z.iso.datetime({ offset: true })
export const decimalText = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,9})?$/, 'This is not a decimal number as text. Write it as "2" or "1.7".')
/** An amount in the unit that the drug is counted in: of its `measure`, in words or as UCUM. */
export const amountStated = z
  .strictObject({ value: decimalText, unit: z.string().trim().min(1).max(40) })
  .describe('Such as 2000 IU, 250 mL, 20 mEq, 7.4 GBq, or 300 {billing unit}')
