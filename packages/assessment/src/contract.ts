import { ACQUISITIONS, FORMS } from '@doseline/dose'
import { z } from 'zod'

/**
 * What goes into and comes out of an assessment, as any caller sees it: the REST face sends exactly this, the FHIR
 * operation mirrors its names, the app shows it. FHIR resources pass through unread here; `@doseline/fhir` reads them.
 */

export const reference = z
  .string()
  .regex(
    /^[A-Za-z]{1,64}\/[A-Za-z0-9\-.]{1,64}$/,
    'expected a relative reference such as MedicationAdministration/ma-1',
  )
const instant = z.iso.datetime({ offset: true })
const decimalText = z.string().regex(/^\d{1,12}(\.\d{1,9})?$/, 'expected a decimal as text, such as "2" or "1.7"')

/** Facts a person states because the chart lacks them, kept apart from charted ones. Amounts are decimal text. */
export const Attested = z
  .strictObject({
    discardedMg: decimalText.optional(),
    openedMg: decimalText.optional(),
    containersOpened: z.int().min(0).max(1000).optional(),
    acquired: z.enum(ACQUISITIONS).optional().describe('How the drug came to be in the room'),
    notCharged: z
      .literal(true)
      .optional()
      .describe('Somebody looked in the billing system: this dose is not charged there'),
    authorization: z
      .strictObject({
        number: z.string().min(1).max(50),
        from: z.iso.date().optional(),
        until: z.iso.date().optional(),
        units: z.int().min(1).max(1_000_000).optional().describe('Units it covers in all'),
        visits: z.int().min(1).max(1000).optional().describe('Doses it covers in all'),
      })
      .optional(),
    earlierTreatments: z
      .array(
        z.strictObject({
          name: z.string().min(2).max(100).describe('The drug, as it is called'),
          outcome: z.enum(['tried', 'not tolerated', 'ruled out']),
        }),
      )
      .max(20)
      .optional()
      .describe('What was tried before this drug, and how it ended'),
    diagnoses: z
      .array(z.string().regex(/^[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?$/, 'expected an ICD-10-CM code such as "M81.0"'))
      .min(1)
      .max(12)
      .optional()
      .describe(
        'The diagnoses chosen for this dose, ICD-10-CM, first first; one that the chart lacks is stated by hand',
      ),
    by: z.string().min(1).max(200).describe('Who states it: a reference or a name'),
    at: instant.describe('When it was stated'),
  })
  .meta({ id: 'Attested' })

/** What the caller would charge; judged against the chart, never taken over. */
export const Proposed = z
  .strictObject({ code: z.string().max(10).optional(), modifiers: z.array(z.string().max(2)).max(10).default([]) })
  .meta({ id: 'Proposed' })

/** How well a resource type could be read from the EHR; a type not named counts as read completely. */
export const ReadOutcome = z.enum(['complete', 'refused', 'not-offered', 'failed']).meta({ id: 'ReadOutcome' })

/** The forms a write-back can take, best first. */
export const Form = z.enum(FORMS).meta({ id: 'WriteBackForm' })

/** The code system of an EHR’s own bill codes, and the bill code schedule they belong to. */
const BillCodeSystem = z.strictObject({
  system: z.string().min(1).max(300),
  schedule: z.strictObject({ system: z.string().min(1).max(300), code: z.string().min(1).max(100) }),
})

/** How an EHR names its own bill codes: Oracle Health takes a charge in no other. */
export const BillCodes = z.strictObject({
  hcpcs: BillCodeSystem.optional(),
  cpt: BillCodeSystem.optional(),
  modifier: BillCodeSystem.optional(),
})

/** What is to be written back, by whom. Lines reach `billable` only by a person's `approve`. */
export const WriteBackRequest = z
  .strictObject({
    act: z.enum(['suggest', 'approve', 'retire']),
    by: z.strictObject({ reference: reference.optional(), display: z.string().min(1).max(200).optional() }),
    server: z.string().min(1).max(200).describe('The caller’s own stable key for the FHIR server, not its URL'),
    overrides: z
      .array(z.strictObject({ rule: z.string().max(100), reason: z.string().min(3).max(500) }))
      .max(100)
      .default([]),
    forms: z
      .array(Form)
      .min(1)
      .max(FORMS.length)
      .default(['transaction'])
      .describe('What this EHR takes, best first: the plan is made in the first form that can carry it'),
    gone: z
      .array(z.string().min(1).max(200))
      .max(100)
      .optional()
      .describe('Identities of given charges that were taken back in the EHR: they may be given again'),
    billCodes: BillCodes.optional().describe(
      'For oracle-create, which takes no others: how this EHR names its own bill codes; those of the registered EHR when absent',
    ),
  })
  .meta({ id: 'WriteBackRequest' })

/** A charge that Doseline gave to an EHR which does not say for which dose. */
export const GivenCharge = z
  .strictObject({
    identity: z.string().max(100),
    code: z.string().max(20),
    units: z.int(),
    modifiers: z.array(z.string().max(10)).max(10),
    dateOfService: z.iso.date(),
    doses: z.array(reference).max(500),
  })
  .meta({ id: 'GivenCharge' })

/** A message that told of a visit: what it is known by, and what names its content. */
export const ToldMessage = z
  .strictObject({ identity: z.string().max(100), content: z.string().max(200) })
  .meta({ id: 'ToldMessage' })

export const AssessmentRequest = z
  .strictObject({
    bundle: z.looseObject({ resourceType: z.literal('Bundle') }).optional(),
    resources: z
      .array(z.looseObject({ resourceType: z.string() }))
      .max(5000)
      .optional(),
    focus: reference
      .optional()
      .describe(
        'The MedicationAdministration to judge, and whose lines are written; every one in the chart when absent',
      ),
    codebook: z.string().max(40).default('cms'),
    asOf: instant.optional().describe('The moment of judging; the service’s own clock when absent'),
    dateOfService: z.iso.date().optional().describe('Only the doses of this day; every day when absent'),
    edition: z
      .string()
      .max(100)
      .optional()
      .describe('The edition of an earlier answer: refused where another one is in force for a dose by now'),
    timeZone: z.string().max(64).optional().describe('IANA time zone of the place of care, for charts that send UTC'),
    attested: z.record(reference, Attested).default({}),
    proposed: z.record(reference, Proposed).default({}),
    reads: z.record(z.string().max(64), ReadOutcome).default({}),
    server: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'The caller’s own stable key for the FHIR server the chart is of: the history of a dose is kept under it',
      ),
    given: z
      .array(GivenCharge)
      .max(500)
      .optional()
      .describe(
        'Charges that went to the EHR before in a form that names no dose (oracle-create); the service adds those of its ledger',
      ),
    told: z
      .array(ToldMessage)
      .max(500)
      .optional()
      .describe('Messages that told of these visits before; the service adds those of its ledger'),
    writeBack: WriteBackRequest.optional(),
    draftClaims: z.boolean().default(false).describe('Whether to answer the lines as draft Claims too'),
  })
  .refine((request) => (request.bundle === undefined) !== (request.resources === undefined), {
    message: 'send either bundle or resources',
    path: ['bundle'],
  })
  .meta({ id: 'AssessmentRequest' })

export const PlaceAnswer = z
  .object({ resource: z.string(), element: z.string(), shows: z.string().optional() })
  .meta({ id: 'Place' })

export const SourceAnswer = z
  .object({
    id: z.string(),
    title: z.string(),
    address: z.string().optional(),
    from: z.string().optional(),
    value: z.string().optional(),
    confidence: z.enum(['confirmed', 'unconfirmed']),
  })
  .meta({ id: 'Source' })

export const FindingAnswer = z
  .object({
    id: z.string().describe('Rule id, such as amount/discard-is-documented'),
    asks: z.string(),
    outcome: z.enum(['passes', 'fails', 'cannot-tell', 'does-not-apply']),
    weight: z.enum(['required', 'advice']),
    text: z.string(),
    remedy: z.string().optional(),
    who: z.string().optional(),
    evidence: z.array(z.object({ fact: z.string(), shows: z.string(), places: z.array(PlaceAnswer) })),
    sources: z.array(SourceAnswer),
    confidence: z.enum(['confirmed', 'unconfirmed']),
    denial: z
      .object({
        reason: z.string(),
        group: z.string().describe('Claim adjustment group code'),
        carc: z.array(z.string()),
        rarc: z.array(z.string()),
        confidence: z.enum(['confirmed', 'unconfirmed']),
      })
      .optional()
      .describe('What a claim would be denied with as it stands'),
  })
  .meta({ id: 'Finding' })

export const LineAnswer = z
  .object({
    role: z.enum(['drug', 'discarded drug', 'administration', 'further administration hours']),
    code: z.string(),
    units: z.int(),
    modifiers: z.array(z.string()),
    dateOfService: z.string(),
    ndc: z.object({ ndc: z.string(), quantity: z.string(), unit: z.string() }).optional(),
    authorization: z.string().optional().describe('Number of the authorization that covers it'),
    diagnoses: z.array(z.string()),
    working: z.string(),
    doses: z.array(z.string()),
    forSubmission: z.boolean(),
  })
  .meta({ id: 'ChargeLine' })

export const FactAnswer = z
  .object({
    fact: z.string(),
    known: z.boolean(),
    shows: z.string(),
    because: z.string().optional().describe('Why it is missing'),
    attestedBy: z.string().optional(),
    attestedAt: z.string().optional(),
    places: z.array(PlaceAnswer),
  })
  .meta({ id: 'Fact' })

/** A coverage of the patient as it bears on the day of service. Days are absent where the chart gives none. */
export const CoverageAnswer = z
  .object({
    reference: z.string(),
    payer: z.string().optional().describe('Absent where the chart does not name it'),
    plan: z.string().optional().describe('Its type, plan or group, as charted'),
    benefit: z.enum(['medical', 'pharmacy', 'self-pay']).optional().describe('Of the one that pays first'),
    status: z.string(),
    order: z.int().optional(),
    from: z.string().optional(),
    until: z.string().optional(),
    unreadablePeriod: z.string().optional(),
    active: z.boolean().optional().describe('On the day of service; absent where that cannot be told'),
    first: z.boolean().describe('Whether it pays first that day, or was the last to cover the patient'),
  })
  .meta({ id: 'Coverage' })

export const DoseAnswer = z
  .object({
    focus: z.string(),
    patient: z.string().optional(),
    encounter: z.string().optional(),
    dateOfService: z.string().optional(),
    drug: z.string().optional().describe('What was given, as recognised or as charted'),
    dose: z.string().optional(),
    payer: z.string().optional(),
    covered: z.boolean().describe('False for a drug outside the code book: no lines, no flag'),
    edition: z.string(),
    verdict: z.enum(['ready', 'not-ready', 'needs-information', 'not-billable']),
    sentence: z.string(),
    findings: z.array(FindingAnswer),
    lines: z.array(LineAnswer).describe('What would be charged; written back only when ready or overridden'),
    facts: z.array(FactAnswer),
    atStake: z
      .object({
        dollars: z.string().describe('Dollars and cents, as decimal text'),
        working: z.string(),
        source: SourceAnswer,
      })
      .optional()
      .describe('What Medicare Part B pays at most for the drug lines; only where the limit is known'),
    interval: z
      .object({
        every: z.string().describe('Such as “6 months”'),
        previous: z.string().optional().describe('Day of the last dose of the kind; absent where the chart shows none'),
        perhaps: z.string().optional().describe('Why the previous dose may have been another drug'),
        due: z.string().optional().describe('The first day on which this dose was in time'),
        next: z.string().describe('The first day on which the dose after this one is in time'),
        source: SourceAnswer,
      })
      .optional()
      .describe('The labelled interval around this dose; only where it is known'),
    coverages: z
      .array(CoverageAnswer)
      .optional()
      .describe('Every coverage in the chart; absent where it is not known which there are'),
    wouldMakeReady: z.array(z.object({ rule: z.string(), remedy: z.string(), who: z.string() })),
    text: z.string().describe('The whole verdict as plain text'),
  })
  .meta({ id: 'DoseAssessment' })

/** One thing the plan would write, in a person's words. */
export const PlannedWrite = z
  .object({
    what: z.enum(['Flag', 'ChargeItem', 'Provenance']),
    act: z.enum(['create', 'update', 'void', 'keep']),
    status: z.string().optional(),
    text: z.string(),
    identifier: z.object({ system: z.string(), value: z.string() }).optional(),
    charges: z
      .object({
        code: z.string(),
        units: z.int(),
        modifiers: z.array(z.string()),
        dateOfService: z.string(),
        doses: z.array(z.string()),
      })
      .optional()
      .describe('What a line that is created charges'),
  })
  .meta({ id: 'PlannedWrite' })

/** One request of a write-back that goes step by step, in the order it is sent. */
export const FormRequest = z
  .object({
    method: z.enum(['POST', 'PUT']),
    url: z.string().describe('Relative to the FHIR base: ChargeItem, ChargeItem/12, ChargeItem/$create, …'),
    headers: z.record(z.string(), z.string()).describe('if-none-exist, if-match, prefer'),
    body: z.looseObject({ resourceType: z.string() }),
    says: z.string().describe('One line for the person'),
    identity: z.string().optional().describe('What the ledger knows it by; name it in written'),
    search: z.string().optional().describe('How to look whether it is there already; absent where it cannot be found'),
    fullUrl: z
      .string()
      .optional()
      .describe('urn:uuid of what is created: later bodies refer to it by this until its id is known'),
  })
  .meta({ id: 'WriteBackFormRequest' })

export const WriteBackAnswer = z
  .object({
    act: z.enum(['suggest', 'approve', 'retire']),
    visit: z.string().optional().describe('Identity of the visit that is written for; absent where nothing is'),
    writes: z.array(PlannedWrite),
    warnings: z.array(z.string()),
    transaction: z
      .looseObject({ resourceType: z.literal('Bundle') })
      .optional()
      .describe('The whole plan in R4, whatever the form; absent when nothing would change'),
    doses: z.array(z.string()).optional().describe('The administrations of the visit it speaks of'),
    given: z
      .array(z.object({ identity: z.string(), text: z.string() }))
      .optional()
      .describe(
        'What the EHR took for the doses that are asked about, and does not show: it is neither given again nor changed',
      ),
    form: Form,
    lost: z.array(z.string()).describe('What this form cannot carry; empty for transaction'),
    requests: z
      .array(FormRequest)
      .optional()
      .describe('Absent for transaction (send the transaction), for by-hand, and when nothing would change'),
  })
  .meta({ id: 'WriteBackPlan' })

export const AssessmentAnswer = z
  .object({
    id: z.string(),
    digest: z.string().describe('SHA-256 of what was judged: equal input, equal digest, equal answer'),
    codebook: z.object({ id: z.string(), label: z.string(), forSubmission: z.boolean(), note: z.string() }),
    forSubmission: z.boolean(),
    asOf: z.string(),
    assessments: z.array(DoseAnswer),
    warnings: z.array(z.string()),
    claims: z
      .array(z.looseObject({ resourceType: z.literal('Claim') }))
      .optional()
      .describe('Draft Claims of what is ready, where they were asked for'),
    writeBack: WriteBackAnswer.optional(),
  })
  .meta({ id: 'AssessmentAnswer' })

export type GivenCharge = z.infer<typeof GivenCharge>
export type ToldMessage = z.infer<typeof ToldMessage>
export type AssessmentRequest = z.infer<typeof AssessmentRequest>
export type AssessmentRequestInput = z.input<typeof AssessmentRequest>
export type AssessmentAnswer = z.infer<typeof AssessmentAnswer>
export type DoseAnswer = z.infer<typeof DoseAnswer>
export type CoverageAnswer = z.infer<typeof CoverageAnswer>
export type FindingAnswer = z.infer<typeof FindingAnswer>
export type LineAnswer = z.infer<typeof LineAnswer>
export type FactAnswer = z.infer<typeof FactAnswer>
export type PlaceAnswer = z.infer<typeof PlaceAnswer>
export type SourceAnswer = z.infer<typeof SourceAnswer>
export type Attested = z.infer<typeof Attested>
export type Proposed = z.infer<typeof Proposed>
export type ReadOutcome = z.infer<typeof ReadOutcome>
export type Form = z.infer<typeof Form>
export type FormRequest = z.infer<typeof FormRequest>
export type PlannedWrite = z.infer<typeof PlannedWrite>
export type WriteBackRequest = z.infer<typeof WriteBackRequest>
export type WriteBackAnswer = z.infer<typeof WriteBackAnswer>
