import { z } from 'zod'

/** The versions of HL7 v2 that are written. */
export const INTERFACE_VERSIONS = ['2.3.1', '2.5.1'] as const
export type InterfaceVersion = (typeof INTERFACE_VERSIONS)[number]

/** Where the NDC of a drug line goes. `ZRX`: a segment of its own after FT1, with quantity and unit. */
export const NDC_PLACES = ['FT1-29', 'FT1-7.4', 'ZRX', 'none'] as const

/** What MSH-18 can say; what a message holds beyond it is refused, never replaced. */
export const CHARACTER_SETS = ['ASCII', '8859/1', 'UNICODE UTF-8'] as const
export type CharacterSet = (typeof CHARACTER_SETS)[number]

/** An application or a facility (HD): its name alone. */
const name = z.string().trim().min(1).max(180)

const codeSystem = z.string().trim().min(1).max(20)

/** Which identifier of the chart is meant, and what stands beside it in the message (CX-4 and CX-5). */
const identifier = (typeCode: string) =>
  z
    .strictObject({
      /** `Identifier.system`, exactly. */
      system: z.string().min(1).max(300).optional(),
      /** `Identifier.type.coding.code`, such as MR. */
      type: z.string().min(1).max(20).optional(),
      authority: z.string().trim().min(1).max(100).optional(),
      typeCode: z.string().trim().max(5).default(typeCode),
    })
    .refine(({ system, type }) => system !== undefined || type !== undefined, {
      message: 'name the system or the type of the identifier',
    })
export type IdentifierPlace = z.infer<ReturnType<typeof identifier>>

const Delivery = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('mllp'),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535),
    /** Without it, plain: only within a network that nobody else hears. */
    tls: z
      .strictObject({
        /** File of the certificates that signed the receiver’s, in PEM; those of Node where absent. */
        ca: z.string().min(1).optional(),
        /** Files of our own certificate and key, where the receiver asks for one. */
        certificate: z.string().min(1).optional(),
        key: z.string().min(1).optional(),
        /** The name in its certificate, where it is not the host. */
        serverName: z.string().min(1).optional(),
      })
      .optional(),
  }),
  z.strictObject({
    by: z.literal('folder'),
    /** Each message is a file here, which is complete when it is there. Nothing acknowledges it. */
    folder: z.string().min(1),
  }),
])
export type Delivery = z.infer<typeof Delivery>

/** What a billing system takes, and where: the site profile of an HL7 v2 interface. */
export const BillingInterface = z
  .strictObject({
    version: z.enum(INTERFACE_VERSIONS),
    sendingApplication: name,
    sendingFacility: name,
    receivingApplication: name,
    receivingFacility: name,
    /** MSH-11: `T` while it is tried. */
    processing: z.enum(['P', 'T', 'D']).default('P'),
    characterSet: z.enum(CHARACTER_SETS).default('UNICODE UTF-8'),
    /**
     * `original`: one answer, what the receiver did (AA, AE, AR). `accept`: one answer, whether it keeps the message (CA, CE, CR).
     * `enhanced`: both, one after the other on the same connection.
     */
    acknowledgment: z.enum(['original', 'accept', 'enhanced']).default('original'),
    identifiers: z.strictObject({
      /** PID-3 */
      mrn: identifier('MR'),
      /** PID-18 */
      account: identifier('AN').optional(),
      /** PV1-19 */
      visit: identifier('VN').optional(),
    }),
    /** What the receiver calls each code system. The names of HL7 table 0396 where absent. */
    codeSystems: z
      .strictObject({
        hcpcs: codeSystem.default('HCPCS'),
        cpt: codeSystem.default('C4'),
        icd10cm: codeSystem.default('I10C'),
        ndc: codeSystem.default('NDC'),
      })
      .prefault({}),
    /** FT1-6 of a credit: HL7’s suggested table 0017 has CD, and receivers with a table of their own often CR. */
    creditType: z.enum(['CD', 'CR']),
    ndc: z.enum(NDC_PLACES),
    /** PR1 after the FT1 of each administration. */
    procedures: z.boolean().default(false),
    /** PV1-2 */
    patientClass: z.string().trim().min(1).max(1).default('O'),
    delivery: Delivery,
    /** Seconds until an answer that did not come counts as lost, and the message is sent again. */
    answerWithin: z.int().min(1).max(600).default(30),
  })
  .refine(({ version, ndc }) => version !== '2.3.1' || ndc !== 'FT1-29', {
    message: 'version 2.3.1 has no FT1-29',
    path: ['ndc'],
  })
  .refine(({ delivery, acknowledgment }) => delivery.by !== 'folder' || acknowledgment === 'original', {
    message: 'a folder acknowledges nothing',
    path: ['acknowledgment'],
  })
  .refine(
    ({ delivery }) =>
      delivery.by !== 'mllp' || (delivery.tls?.certificate === undefined) === (delivery.tls?.key === undefined),
    { message: 'a certificate of our own needs its key, and a key its certificate', path: ['delivery', 'tls'] },
  )
export type BillingInterface = z.infer<typeof BillingInterface>
