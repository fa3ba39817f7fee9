import type {
  BillCodes,
  Channel,
  LineRole,
  OutboxState,
  PostedCharge,
  SentMessage,
  Verdict,
  WriteAct,
  WriteBackAct,
  WrittenType,
} from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4'

/** One dose of the encounter, judged. */
export interface JudgedDose {
  readonly administration: string
  readonly verdict: Verdict
  /** One sentence for the Flag. */
  readonly sentence: string
  /** True where the verdict is ready, or every failing rule was overridden with a reason. */
  readonly mayBeCharged: boolean
}

/** Whoever has it written. */
export interface By {
  /** Their record in this EHR. */
  readonly reference?: string | undefined
  /** How their sign-in names them, where this EHR holds no such record. */
  readonly identifier?: string | undefined
  readonly display?: string | undefined
}

/** Everything the write-back of one encounter (or patient and day) is made from. */
export interface WriteBackInput {
  readonly act: WriteBackAct
  readonly by: By
  /** ISO instant, from the caller: nothing here reads a clock. */
  readonly asOf: string
  readonly tenant: string
  /** The tenant's own key for the FHIR server. */
  readonly server: string
  readonly codebook: { readonly id: string; readonly label: string; readonly forSubmission: boolean }
  readonly edition: string
  readonly digest: string
  readonly patient: string
  readonly encounter?: string | undefined
  readonly dateOfService: string
  readonly doses: readonly JudgedDose[]
  /** The administrations a void is about; those of the visit beside them keep their lines. */
  readonly about: readonly string[]
  /** Only lines that may be charged are written. */
  readonly lines: readonly ChargeLine[]
  /** References for supportingInformation: the coverage and conditions the answer rests on. */
  readonly supporting: readonly string[]
  /** Why a person charges it all the same; `asks` is the question of the rule, in words. */
  /** What went to the EHR before in a channel that cannot be read back: it is neither given again nor changed from here. */
  readonly postedCharges?: readonly PostedCharge[]
  /** Messages that told of the visit before, by their identity: what names their content. */
  readonly sentMessages?: readonly SentMessage[]
  readonly overrides: readonly { readonly rule: string; readonly asks: string; readonly reason: string }[]
}

/** One thing the plan writes, leaves or voids. */
export interface PlannedWrite {
  readonly what: WrittenType
  readonly act: WriteAct
  readonly status?: string
  readonly text: string
  readonly identifier?: { readonly system: string; readonly value: string }
  /** What a line that is created charges. */
  readonly charges?: Omit<PostedCharge, 'identity'>
  /** The administrations that a line which is written, changed or voided is about. */
  readonly doses?: readonly string[]
  /** What a line that is created or changed bills of its doses: of each dose no two lines bill the same. */
  readonly role?: LineRole
}

/** One thing a plan does: in words, and as the transaction entry that does it. What is kept has no entry. */
export interface PlannedStep {
  readonly write: PlannedWrite
  /** It takes back what the billing system has by HL7 v2: no request to an EHR does that. */
  readonly isCredit?: true
  readonly entry?: BundleEntry<FhirResource>
}

/** What went where it cannot be read back, and what became of the message that took it to a billing system. */
export interface PostedInWords {
  readonly identity: string
  readonly text: string
  readonly message?: { readonly state: OutboxState; readonly words?: string }
}

/** What would be written, in words and as one transaction; no transaction where nothing would change. */
export interface WriteBackPlan {
  /** Identity of the visit that is written for: one writes for it at a time. */
  readonly visit: string
  readonly steps: readonly PlannedStep[]
  /** What a person should know before approving: a later edit of ours found, a line of the other book, … */
  readonly warnings: readonly string[]
  /** What the EHR took for the doses that are asked about, in a channel that cannot be read back. */
  readonly postedCharges: readonly PostedInWords[]
  readonly transaction?: Bundle<FhirResource>
}

/** What an EHR takes, and what it must be told in its own way. */
export interface ChannelOffer {
  /** Best first. */
  readonly channels: readonly Channel[]
  /** For oracle-create, by the kind of code. */
  readonly billCodes?: BillCodes | undefined
  /** For hl7v2: why no message can be made for this EHR and patient, in a sentence; undefined where it can. */
  readonly interfaceLacks?: string | undefined
}

/** One request of a plan that goes step by step. */
export interface ChannelRequest {
  readonly method: 'POST' | 'PUT'
  /** Relative to the FHIR base. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: FhirResource
  /** One line for the person. */
  readonly says: string
  /** What the ledger knows it by. */
  readonly identity?: string
  /** How to look whether it is there already, percent-encoded; absent where it cannot be found again. */
  readonly search?: string
  /** `urn:uuid:` of what is created: later bodies refer to it by this until its id is known. */
  readonly fullUrl?: string
}

/** A plan in the channel that an EHR takes. */
export interface ChanneledPlan {
  readonly channel: Channel
  /** What a person should know this channel does not carry, a sentence each. */
  readonly lost: readonly string[]
  /** Absent for the transaction, for what is carried over by hand, and where nothing would change. */
  readonly requests?: readonly ChannelRequest[]
  /** Nothing is left to send in this channel. */
  readonly isSettled?: true
}
