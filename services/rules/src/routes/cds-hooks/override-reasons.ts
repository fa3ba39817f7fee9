/** CodeSystem of the reasons by which somebody may set a card aside. */
export const OVERRIDE_REASON = 'https://doseline.example/fhir/CodeSystem/override-reason'

/** Each reason, with the words a card shows. */
export const OVERRIDE_REASONS = {
  'documented-elsewhere': 'It is documented elsewhere',
  'billing-will-fix': 'Billing will fix it',
  'not-billed-here': 'This drug is not billed here',
} as const satisfies Readonly<Record<string, string>>
