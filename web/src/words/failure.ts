import type { FailureDetail, FailureKind } from '@doseline/ehr'

/** What went wrong, and who can mend it. */
export const failure = {
  retry: 'Try again',
  relaunch: 'Sign in again',
  copy: 'Copy for IT',
  code: 'Code',
  who: 'Who can mend it',
  theySaid: 'What was answered',
  request: 'Request',
  address: 'Address',
  kinds: {
    'not-launched': {
      title: 'Doseline was not opened from a chart',
      text: 'This page has no launch to go with it, or the tab that had it was closed.',
      who: 'You: close this page and open Doseline from the patient’s chart.',
    },
    'unregistered-issuer': {
      title: 'This EHR is not registered',
      text: 'Doseline opens only from EHRs that IT has registered, so that no link can lead it to a foreign chart.',
      who: 'IT: run “pnpm registry add” with this address where Doseline is installed, and give it the client id the EHR gave for Doseline.',
    },
    'launch-refused': {
      title: 'The EHR did not let Doseline in',
      text: 'The sign-in ended without access.',
      who: 'You: open Doseline again from the chart. If it happens again, IT: check the client id and redirect address registered in the EHR.',
    },
    'no-patient': {
      title: 'No patient came with the launch',
      text: 'The EHR opened Doseline without saying whose chart this is. Nothing was read.',
      who: 'You: open a patient’s chart first, then Doseline. If you did, IT: the launch must carry a patient (scope “launch”).',
    },
    'no-scope': {
      title: 'Doseline may not read doses here',
      text: 'The EHR refused access to the medication administrations, and without them there is nothing to judge.',
      who: 'IT: allow Doseline to read MedicationAdministration.',
    },
    'session-ended': {
      title: 'Your session has ended',
      text: 'The EHR no longer accepts this sign-in. Nothing was written.',
      who: 'You: sign in again, or open Doseline again from the chart.',
    },
    'ehr-unreachable': {
      title: 'The EHR does not answer',
      text: 'The connection to the EHR failed. Nothing was written.',
      who: 'You: try again in a moment. If it stays so, tell IT.',
    },
    'ehr-error': {
      title: 'The EHR reported an error',
      text: 'The doses could not be read. Nothing was written.',
      who: 'You: try again in a moment. If it stays so, tell IT.',
    },
    'doses-not-offered': {
      title: 'This EHR does not share its doses',
      text: 'It offers no medication administrations over FHIR, and an order is not a dose.',
      who: 'IT: ask the vendor whether MedicationAdministration can be switched on.',
    },
    'doses-incomplete': {
      title: 'The doses could not be read to the end',
      text: 'The EHR gave only part of the list. What is missing might be the dose that counts.',
      who: 'You: try again in a moment. If it stays so, tell IT.',
    },
    'nothing-to-judge': {
      title: 'No dose in this chart',
      text: 'All pages were read, and the chart holds no medication administration for this patient.',
      who: 'Nurse: chart the dose. Then read the chart again here.',
    },
    'service-unreachable': {
      title: 'The rules service does not answer',
      text: 'The chart was not judged, and nothing was written.',
      who: 'You: try again in a moment. If it stays so, IT: start the Doseline service.',
    },
    'service-refused': {
      title: 'The rules service refused the question',
      text: 'It could not judge what was sent, and says why below. Nothing was written.',
      who: 'IT: the answer below says what is wrong.',
    },
    'service-error': {
      title: 'The rules service failed',
      text: 'The chart was not judged, and nothing was written.',
      who: 'You: try again in a moment. If it stays so, tell IT.',
    },
    'wrong-patient': {
      title: 'Stopped: this is about another patient',
      text: 'Something did not belong to the patient this launch is about. Nothing was written.',
      who: 'You: close Doseline and open it again from the chart. Tell IT, with the text below.',
    },
    'only-staff': {
      title: 'Only staff may write to the chart',
      text: 'This sign-in is a patient’s or a relative’s. Nothing was written.',
      who: 'You: sign in as staff.',
    },
    'write-refused': {
      title: 'The EHR refused to store this',
      text: 'Nothing was stored, and nothing you entered here is lost.',
      who: 'IT: the EHR’s answer below says what is missing.',
    },
    'write-partly': {
      title: 'Only a part was stored',
      text: 'What stands is safe, and approving again writes only what is missing. Nothing you entered here is lost.',
      who: 'You: look below at what stands, and approve again. If it is refused again, IT: the EHR’s answer below says why.',
    },
    'form-refused': {
      title: 'This EHR does not take it that way',
      text: 'It refused the whole write-back before it did anything: nothing was stored, and nothing you entered here is lost.',
      who: 'You: look at how it would be written instead, and decide anew.',
    },
    'chart-moved-on': {
      title: 'Somebody changed these records first',
      text: 'Nothing was stored. The chart was read again; look at it and decide anew.',
      who: 'You.',
    },
    'write-unconfirmed': {
      title: 'It is not certain whether this was stored',
      text: 'The connection broke while writing. Read the chart again: what is stored then stands below, and approving again never stores it twice.',
      who: 'You: read the chart again.',
    },
    'somebody-writes': {
      title: 'Somebody is writing for this visit right now',
      text: 'Two at once could charge a dose twice, so yours was not sent. Nothing you entered here is lost.',
      who: 'You: wait; Doseline tries again by itself.',
    },
    'already-written': {
      title: 'These lines were written before',
      text: 'They were written, or sent and may have arrived, and the chart does not show them. Nothing was sent a second time, and nothing you entered here is lost.',
      who: 'You: look again in a minute, because an EHR may show late what it stored. Write again only where you have seen in the EHR that the lines are not there.',
    },
    unexpected: {
      title: 'Something unexpected happened',
      text: 'Nothing was written.',
      who: 'You: try again. If it happens again, tell IT, with the text below.',
    },
  } satisfies Record<FailureKind, { title: string; text: string; who: string }>,
  asText: (kind: FailureKind, { detail, status, requestId, iss }: FailureDetail) =>
    [
      `Doseline: ${failure.kinds[kind].title}`,
      `code: ${kind}`,
      iss && `address: ${iss}`,
      status && `status: ${status}`,
      requestId && `request: ${requestId}`,
      detail && `answer: ${detail}`,
    ]
      .filter(Boolean)
      .join('\n'),
} as const
