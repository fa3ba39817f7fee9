import type { FailureDetail, FailureKind } from '@doseline/ehr-client'
import { msg, str } from '@lit/localize'

/** What went wrong, and who can fix it. */
export const failure = () => ({
  retry: msg('Try again'),
  relaunch: msg('Sign in again'),
  copy: msg('Copy for IT'),
  inspect: msg('Launch details'),
  code: msg('Code'),
  who: msg('Who can fix it'),
  theySaid: msg('Response'),
  request: msg('Request'),
  address: msg('Address'),
  registered: msg('Registered address'),
  refused: msg('Scopes not granted'),
  asked: msg('Scopes asked for'),
  kinds: kinds(),
  asText: (kind: FailureKind, { detail, status, requestId, iss, registered, scopes }: FailureDetail) =>
    [
      msg(str`Doseline: ${kinds()[kind].title}`),
      msg(str`code: ${kind}`),
      iss && msg(str`address: ${iss}`),
      registered && msg(str`registered: ${registered}`),
      scopes?.refused.length && msg(str`scopes not granted: ${scopes.refused.join(' ')}`),
      scopes?.asked.length && msg(str`scopes asked for: ${scopes.asked.join(' ')}`),
      status && msg(str`status: ${status}`),
      requestId && msg(str`request: ${requestId}`),
      detail && msg(str`response: ${detail}`),
    ]
      .filter(Boolean)
      .join('\n'),
})

const kinds = () =>
  ({
    'not-launched': {
      title: msg('Doseline was not opened from a chart'),
      text: msg('This page was not opened by an EHR, or the tab that opened it was closed.'),
      who: msg('You: close this page and open Doseline from the patient’s chart.'),
    },
    'unregistered-issuer': {
      title: msg('This EHR is not registered'),
      text: msg('Doseline opens only from EHRs that IT has registered, so that no link can open an unknown chart.'),
      who: msg(
        'IT: run “doseline registry add” with this address where Doseline is installed, and give it the client id the EHR gave for Doseline.',
      ),
    },
    'malformed-issuer': {
      title: msg('The launch does not name an EHR'),
      text: msg('The EHR opened Doseline with an address (iss) that is not a web address, so nothing was opened.'),
      who: msg('IT: the launch must carry the FHIR base address of the EHR as “iss”, percent-encoded once.'),
    },
    'storage-blocked': {
      title: msg('This browser blocks storage for Doseline'),
      text: msg(
        'Doseline must remember the launch in this tab until the sign-in is done, and the browser does not let it.',
      ),
      who: msg(
        'IT: allow site data (cookies) for the address of Doseline in this browser, also in a frame of the EHR. Or you: have the EHR open Doseline in its own tab.',
      ),
    },
    'launch-refused': {
      title: msg('The EHR did not let Doseline in'),
      text: msg('The sign-in ended without access.'),
      who: msg(
        'You: open Doseline again from the chart. If it happens again, IT: check the client id and redirect address registered in the EHR.',
      ),
    },
    'access-denied': {
      title: msg('The sign-in was declined'),
      text: msg('The EHR, or the person who signed in, did not allow Doseline. Nothing was read.'),
      who: msg(
        'You: sign in again, and allow Doseline when the EHR asks. If it does not ask, IT: allow Doseline for this person’s role in the EHR.',
      ),
    },
    'sign-in-unavailable': {
      title: msg('The EHR’s sign-in is not available right now'),
      text: msg('The EHR says that it cannot sign users in at the moment. Nothing was read.'),
      who: msg('You: wait a few minutes, then sign in again. If it continues, IT: report it to the EHR’s support.'),
    },
    'other-fhir-version': {
      title: msg('This EHR address uses another FHIR version'),
      text: msg(
        'Doseline reads FHIR R4 (4.0) and R4B (4.3). In other versions the same elements mean something else, so nothing was read.',
      ),
      who: msg(
        'IT: register the R4 address of this EHR, which is usually next to this one. If there is none, ask the EHR vendor for one.',
      ),
    },
    'scope-refused': {
      title: msg('The EHR refused what Doseline asks for'),
      text: msg(
        'It does not grant one of the permissions (scopes) that Doseline asked for, so the sign-in ended. Nothing was read.',
      ),
      who: msg(
        'IT: allow the scopes below for Doseline in the EHR. “doseline registry sheet” prints what each is for.',
      ),
    },
    'no-patient': {
      title: msg('No patient came with the launch'),
      text: msg('The EHR opened Doseline without saying whose chart this is. Nothing was read.'),
      who: msg(
        'You: open a patient’s chart first, then Doseline. If you did, IT: the launch must carry a patient (scope “launch”).',
      ),
    },
    'unreadable-patient': {
      title: msg('The launch names its patient in an unknown form'),
      text: msg('A patient came with the launch, but not as the id of a patient of this EHR. Nothing was read.'),
      who: msg('IT: “patient” in the EHR’s token response must be the id of a Patient as text, such as “123”.'),
    },
    'unknown-patient': {
      title: msg('The EHR does not know this patient'),
      text: msg(
        'It opened Doseline for a patient and then said that there is none with that id. The record may have been merged, or be of another system.',
      ),
      who: msg(
        'You: open the patient’s chart again and launch Doseline from there. If it happens again, IT: the launch and this FHIR address must be of the same system.',
      ),
    },
    'no-scope': {
      title: msg('The EHR did not grant reading doses'),
      text: msg(
        'The sign-in brought no permission (scope) to read medication administrations, and without them there is nothing to check.',
      ),
      who: msg('IT: allow Doseline to read MedicationAdministration in the EHR.'),
    },
    'doses-refused': {
      title: msg('The EHR does not show you the doses'),
      text: msg(
        'Doseline has the permission to read them, but the EHR refused. It may restrict these records for the person who signed in.',
      ),
      who: msg(
        'You: check whether the EHR itself shows you this patient’s medication record. If it does, IT: ask the vendor why reading MedicationAdministration is refused.',
      ),
    },
    'session-ended': {
      title: msg('Your session has ended'),
      text: msg('The EHR no longer accepts this sign-in. Nothing was written.'),
      who: msg('You: sign in again, or open Doseline again from the chart.'),
    },
    'ehr-unreachable': {
      title: msg('The EHR does not respond'),
      text: msg('The connection to the EHR failed. Nothing was written.'),
      who: msg('You: try again in a moment. If it continues, tell IT.'),
    },
    'ehr-error': {
      title: msg('The EHR reported an error'),
      text: msg('The doses could not be read. Nothing was written.'),
      who: msg('You: try again in a moment. If it continues, tell IT.'),
    },
    'doses-not-offered': {
      title: msg('This EHR does not share its doses'),
      text: msg('It does not offer medication administrations over FHIR. An order is not a dose.'),
      who: msg('IT: ask the vendor whether MedicationAdministration can be switched on.'),
    },
    'doses-incomplete': {
      title: msg('Not all doses could be read'),
      text: msg('The EHR gave only part of the list. The missing part may include this dose.'),
      who: msg('You: try again in a moment. If it continues, tell IT.'),
    },
    'nothing-to-judge': {
      title: msg('No dose in this chart'),
      text: msg('All pages were read, and the chart holds no medication administration for this patient.'),
      who: msg('Nurse: chart the dose. Then read the chart again here.'),
    },
    'service-unreachable': {
      title: msg('The rules service does not respond'),
      text: msg('The chart was not checked, and nothing was written.'),
      who: msg('You: try again in a moment. If it continues, IT: start the Doseline service.'),
    },
    'service-refused': {
      title: msg('The rules service refused the request'),
      text: msg('It could not check what was sent. The response below says why. Nothing was written.'),
      who: msg('IT: the response below says what is wrong.'),
    },
    'service-error': {
      title: msg('The rules service failed'),
      text: msg('The chart was not checked, and nothing was written.'),
      who: msg('You: try again in a moment. If it continues, tell IT.'),
    },
    'wrong-patient': {
      title: msg('Stopped: this is about another patient'),
      text: msg('A record did not belong to the patient of this launch. Nothing was written.'),
      who: msg('You: close Doseline and open it again from the chart. Tell IT, with the text below.'),
    },
    'only-staff': {
      title: msg('Only staff may write to the chart'),
      text: msg('This sign-in is a patient’s or a relative’s. Nothing was written.'),
      who: msg('You: sign in as staff.'),
    },
    'write-refused': {
      title: msg('The EHR refused to store this'),
      text: msg('Nothing was stored, and nothing you entered here is lost.'),
      who: msg('IT: the EHR’s response below says what is missing.'),
    },
    'write-partly': {
      title: msg('Only a part was stored'),
      text: msg(
        'What was stored is safe, and approving again writes only what is missing. Nothing you entered here is lost.',
      ),
      who: msg(
        'You: review below what was stored, and approve again. If it is refused again, IT: the EHR’s response below says why.',
      ),
    },
    'channel-refused': {
      title: msg('This EHR does not accept it that way'),
      text: msg('It refused the whole write-back. Nothing was stored, and nothing you entered here is lost.'),
      who: msg('You: review how it would be written instead, and decide again.'),
    },
    'chart-moved-on': {
      title: msg('Someone changed these records first'),
      text: msg('Nothing was stored. The chart was read again. Review it and decide again.'),
      who: msg('You.'),
    },
    'write-unconfirmed': {
      title: msg('It is not certain whether this was stored'),
      text: msg(
        'The connection broke while writing. Read the chart again to see what was stored. Approving again never stores it twice.',
      ),
      who: msg('You: read the chart again.'),
    },
    'somebody-writes': {
      title: msg('Someone else is writing for this visit right now'),
      text: msg('Two at once could charge a dose twice, so yours was not sent. Nothing you entered here is lost.'),
      who: msg('You: wait. Doseline tries again automatically.'),
    },
    'already-written': {
      title: msg('These lines were written before'),
      text: msg(
        'They were written, or sent and may have arrived, and the chart does not show them. Nothing was sent a second time, and nothing you entered here is lost.',
      ),
      who: msg(
        'You: check again in a minute, because an EHR may take time to show what it stored. Write again only after you confirm in the EHR that the lines are not there.',
      ),
    },
    unexpected: {
      title: msg('Something unexpected happened'),
      text: msg('Nothing was written.'),
      who: msg('You: try again. If it happens again, tell IT, with the text below.'),
    },
  }) satisfies Record<FailureKind, { title: string; text: string; who: string }>
