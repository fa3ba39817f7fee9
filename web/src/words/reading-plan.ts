import { msg } from '@lit/localize'

/**
 * What each read of a chart is for. The English stands in the reading plan of `@doseline/ehr-client`, which knows no language;
 * this list has it translated, and is part of no page.
 */
export const reasonsToRead = (): readonly string[] => [
  msg('the banner on this screen, whether the patient was alive, and whom a drug is labeled for'),
  msg('the name of who approves'),
  msg('the doses'),
  msg('the product that was given'),
  msg('the visit and its diagnoses'),
  msg('the diagnosis that supports the drug'),
  msg('the payer on the day of the dose'),
  msg('the name of the payer, of who runs the place, and of the pharmacy'),
  msg('what kind of place it was, and its time zone'),
  msg('prior authorizations, and what a payer answered to a claim'),
  msg('what was billed already, and what an authorization was asked for'),
  msg('what a payer was billed already'),
  msg('whether the payer confirms the coverage, and what it excludes'),
  msg('whether the account that is charged is open, and whom it bills first'),
  msg('whether a hospice or a facility cares for the patient and pays for the dose'),
  msg('whether the patient refuses treatment, or that a payer is informed of it'),
  msg('whether the dose is part of a study whose sponsor pays'),
  msg('which study that is, and whether it only watches'),
  msg('alerts about the dose that have no answer'),
  msg('whether what was given was the wrong drug, faulty or recalled'),
  msg('whether what the dose was a part of was done'),
  msg('what was tried before, and what the payer answered to the order'),
  msg('what was tried before, and doses that were given elsewhere'),
  msg('what was not tolerated'),
  msg('weight, T-score, calcium and kidney function'),
  msg('where the drug came from, what was opened and discarded, and what was charged when it was dispensed'),
  msg('charges already made, and the lines you approve'),
  msg('the billing readiness shown in the chart, and flags of others that are not of care alone'),
  msg('who approved what'),
  msg('work that holds the charge back'),
  msg('the charge as a task for the billing office'),
  msg('messages about the dose that hold the charge back'),
  msg('the charge as a message'),
  msg('the charge as a document'),
]
