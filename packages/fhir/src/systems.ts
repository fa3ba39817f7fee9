/**
 * The names Doseline itself writes into a chart. All stand under one base, an address of our own that no server answers
 * yet; a deployment that publishes the definitions serves them there.
 */
export const BASE = 'https://doseline.example/fhir'

/** StructureDefinition of a charge line's modifier: `sequence` (positiveInt) and `code` (CodeableConcept). */
export const CHARGE_MODIFIER = `${BASE}/StructureDefinition/charge-modifier`
/** The drug as the claim names it: `ndc` (Coding) and `quantity` (Quantity with the claim's unit). On drug lines. */
export const BILLED_NDC = `${BASE}/StructureDefinition/billed-ndc`
/** Digest of what we wrote; content that no longer matches it was edited by someone else since. */
export const WRITTEN_DIGEST = `${BASE}/StructureDefinition/written-digest`
/** The version of what a decision was made from, beside the reference to it. */
export const JUDGED_VERSION = `${BASE}/StructureDefinition/judged-version`
/** On a MedicationAdministration or MedicationDispense: how many containers were opened (integer or Quantity). */
export const CONTAINERS_OPENED = `${BASE}/StructureDefinition/containers-opened`
/** The same as an amount: what the containers opened held (Quantity). */
export const OPENED_AMOUNT = `${BASE}/StructureDefinition/opened-amount`
/** How much was thrown away (Quantity). FHIR R4 has no element for it. */
export const DISCARDED_AMOUNT = `${BASE}/StructureDefinition/discarded-amount`
/** How the drug was acquired (code): bought, supplied (by a pharmacy or the patient), free, 340B. */
export const ACQUIRED = `${BASE}/StructureDefinition/acquired`

/** CodeSystem of the Flag: ready, not-ready, needs-information, not-billable, article-demonstration. */
export const BILLING_READINESS = `${BASE}/CodeSystem/billing-readiness`
/** CodeSystem of the problems in an OperationOutcome. */
export const PROBLEM = `${BASE}/CodeSystem/problem`

/** Identifier systems of what we write. The article's book has its own, so that its lines never pass for claims. */
export const CHARGE_ID = `${BASE}/sid/charge`
export const ARTICLE_CHARGE_ID = `${BASE}/sid/charge-article`
export const FLAG_ID = `${BASE}/sid/flag`
export const ARTICLE_FLAG_ID = `${BASE}/sid/flag-article`
/** Identifiers of a task, message or document of ours: what it says, and the visit and act it is about. */
export const MESSAGE_ID = `${BASE}/sid/message`
export const MESSAGE_VISIT_ID = `${BASE}/sid/message-visit`
export const ARTICLE_MESSAGE_ID = `${BASE}/sid/message-article`
export const ARTICLE_MESSAGE_VISIT_ID = `${BASE}/sid/message-visit-article`
/** Identifier systems in Provenance: the SHA-256 of what was judged, and the edition it was judged by. */
export const INPUT_DIGEST_ID = `${BASE}/sid/input-digest`
export const EDITION_ID = `${BASE}/sid/edition`

/** Which code book wrote a charge, by the system of its identifier. */
export const BOOK_OF_CHARGE: Readonly<Record<string, string>> = { [CHARGE_ID]: 'cms', [ARTICLE_CHARGE_ID]: 'article' }
