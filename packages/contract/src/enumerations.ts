/**
 * What requests and answers choose from: each list is declared here once, and types and schemas follow from it. Without
 * zod, so that a browser takes it alone: `@doseline/contract/enumerations`.
 */

/**
 * The channels a write-back can take, best first: one transaction; the same resources one by one; Oracle’s operation that
 * adds charges; HL7 v2 messages to the billing system, which the service sends itself; a task, a message or a document that tells a person; nothing sent, for a person to carry over.
 */
export const CHANNELS = [
  'transaction',
  'single',
  'oracle-create',
  'hl7v2',
  'task',
  'communication',
  'document',
  'by-hand',
] as const

/** Where a message to a billing system is: `sent` once it was tried, until an answer came; `withdrawn` by a person, after it was refused. */
export const OUTBOX_STATES = ['queued', 'sent', 'accepted', 'refused', 'withdrawn'] as const
export type OutboxState = (typeof OUTBOX_STATES)[number]

/** Whose policies are laid over the published values that are shipped: the later over the earlier. */
export const POLICY_LAYERS = ['site', 'tenant'] as const
export type PolicyLayer = (typeof POLICY_LAYERS)[number]

/** What a write-back is to do. Lines reach `billable` only by a person’s `approve`. */
export const WRITE_BACK_ACTS = ['suggest', 'approve', 'void'] as const
export type WriteBackAct = (typeof WRITE_BACK_ACTS)[number]

/** What a write-back writes. */
export const WRITTEN_TYPES = ['Flag', 'ChargeItem', 'Provenance'] as const
export type WrittenType = (typeof WRITTEN_TYPES)[number]

/** What becomes of one resource of it. */
export const WRITE_ACTS = ['create', 'update', 'void', 'keep'] as const
export type WriteAct = (typeof WRITE_ACTS)[number]

/** Where a write-back is. `unconfirmed`: the connection broke, and it is open what the EHR stored. */
export const WRITE_BACK_STEPS = ['reserved', 'sent', 'unconfirmed', 'confirmed', 'void'] as const
export type WriteBackStepName = (typeof WRITE_BACK_STEPS)[number]

/**
 * How well a resource type could be read from the EHR: `partial` where some of it came, such as a page of several. A type
 * not named counts as read completely, unless the chart itself shows that something was left out.
 */
export const READ_OUTCOMES = ['complete', 'partial', 'refused', 'not-offered', 'failed'] as const

/**
 * Why a fact is missing. Nothing found, refused, and not offered by the EHR are three different reasons, and none of
 * them is the value zero.
 */
export const MISSING_BECAUSE = [
  'not-recorded',
  'unreadable',
  'contradictory',
  'refused',
  'not-offered',
  'failed',
] as const
export type MissingBecause = (typeof MISSING_BECAUSE)[number]

/**
 * `ready`: every required rule passes. `not-ready`: one fails. `needs-information`: none fails, one cannot tell.
 * `not-billable`: nothing was given, or a dated source says that no charge arises.
 */
export const VERDICTS = ['ready', 'not-ready', 'needs-information', 'not-billable'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Where a dose stands on the worklist: its verdict, or that it is charged. */
export const WORKLIST_STATUSES = [...VERDICTS, 'charged'] as const
export type WorklistStatus = (typeof WORKLIST_STATUSES)[number]

/** What rows of the worklist are sorted by. Rows that lack it come last. */
export const WORKLIST_SORTS = ['date-of-service', 'file-by', 'expected-payment', 'priority', 'changed'] as const
export type WorklistSort = (typeof WORKLIST_SORTS)[number]

/** What totals of the worklist are grouped by. */
export const WORKLIST_GROUPS = ['facility', 'payer', 'drug', 'who', 'rule', 'assignee', 'week'] as const
export type WorklistGroup = (typeof WORKLIST_GROUPS)[number]

/** How soon somebody wants a row done. */
export const WORKLIST_PRIORITIES = ['low', 'normal', 'high'] as const
export type WorklistPriority = (typeof WORKLIST_PRIORITIES)[number]

/** What a rule answers. */
export const OUTCOMES = ['passes', 'fails', 'cannot-tell', 'does-not-apply'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Whether a rule decides the verdict, or only advises. */
export const SEVERITIES = ['required', 'advisory'] as const
export type Severity = (typeof SEVERITIES)[number]

/** `confirmed` by an official document; `unconfirmed` where a value rests on memory, inference or a single source. */
export const CONFIDENCES = ['confirmed', 'unconfirmed'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** Who can fix what a finding says. */
export const WHO = [
  'biller',
  'nurse',
  'pharmacist',
  'prescriber',
  'registration',
  'authorization desk',
  'IT',
  'nobody',
] as const
export type Who = (typeof WHO)[number]

/** What a line bills for. */
export const LINE_ROLES = ['drug', 'discarded drug', 'administration', 'further administration hours'] as const
export type LineRole = (typeof LINE_ROLES)[number]

/** The units a claim counts a drug in. */
export const NDC_UNITS = ['ML', 'UN', 'GR', 'ME', 'F2'] as const
export type NdcUnit = (typeof NDC_UNITS)[number]

/** What a coverage pays for. A supplement pays after Medicare alone; `limited` is dental care and the like. */
export const BENEFITS = ['medical', 'hospital', 'pharmacy', 'supplement', 'limited', 'self-pay'] as const
export type Benefit = (typeof BENEFITS)[number]

/** How the drug came to be in the room: who paid for it decides whether it is charged. */
export const ACQUISITIONS = ['bought', 'supplied', 'free', '340B'] as const
export type Acquisition = (typeof ACQUISITIONS)[number]

/** Which modifier says of what kind an off-campus department of a hospital is. */
export const DEPARTMENT_MODIFIERS = ['PO', 'PN'] as const
export type DepartmentModifier = (typeof DEPARTMENT_MODIFIERS)[number]

/** Where care is given, as far as it bears on a claim. */
export const SETTINGS = [
  'office',
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'outpatient',
  'home',
  'independent clinic',
  'urgent care facility',
  'federally qualified health center',
  'rural health clinic',
  'emergency department',
  'inpatient',
  'skilled nursing facility',
  'nursing facility',
  'residential facility',
  'dialysis facility',
  'hospice',
  'ambulatory surgical center',
  'Indian Health Service or tribal facility',
  'military treatment facility',
  'correctional facility',
  'pharmacy',
  'telehealth',
] as const
export type SettingKind = (typeof SETTINGS)[number]

/** Places of which no source says how a drug given there is paid, and a person may: nothing by itself makes somebody else bill it. */
export const SETTINGS_LOOKED_UP = [
  'home',
  'nursing facility',
  'residential facility',
] as const satisfies readonly SettingKind[]
export type SettingLookedUp = (typeof SETTINGS_LOOKED_UP)[number]

/** Whether a container is for one dose of one patient, or for several. */
export const CONTAINER_KINDS = ['single-dose', 'multi-dose'] as const
export type ContainerKind = (typeof CONTAINER_KINDS)[number]

/** What a claim must say about drug left in a single-dose container. */
export const DISCARD_POLICIES = ['not asked', 'JW when discarded', 'JW or JZ'] as const
export type DiscardPolicy = (typeof DISCARD_POLICIES)[number]

/** Which modifier reports a 340B drug. */
export const MODIFIERS_340B = ['JG', 'TB'] as const
export type Modifier340B = (typeof MODIFIERS_340B)[number]

/** How a treatment ended that came before this drug. */
export const TREATMENT_OUTCOMES = ['tried', 'not tolerated', 'ruled out'] as const
export type TreatmentOutcome = (typeof TREATMENT_OUTCOMES)[number]

/** What an answer holds only where it is asked for: what each finding rests on; the verdict as plain text. */
export const INCLUDES = ['evidence', 'text'] as const
export type Include = (typeof INCLUDES)[number]

/** When a site charges a drug. */
export const CHARGED_ON = ['administration', 'dispense'] as const
export type ChargedOn = (typeof CHARGED_ON)[number]

/**
 * What amounts of a drug are counted in. Most drugs are counted by mass; the code that bills one says what else it counts.
 *
 * - `unit`, `IU`, `USP unit`: three measures of potency. No source says that one is the other: the unit of bleomycin is 1,000
 *   international units.
 * - `dose`: each administration counts one, however much of the drug it is.
 * - `billing unit`: each container counts as many as CMS lists for it, such as a vial, an implant, or a kit of two drugs.
 */
export const MEASURES = [
  'mg',
  'mL',
  'unit',
  'IU',
  'USP unit',
  'mEq',
  'cm²',
  'microcurie',
  'million PFU',
  'dose',
  'billing unit',
] as const
export type Measure = (typeof MEASURES)[number]
