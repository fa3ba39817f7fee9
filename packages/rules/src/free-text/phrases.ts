/** What a sentence beside a dose speaks of, as far as it bears on what is charged. */
export const SPEAKS_OF = [
  'not to be charged',
  'not given',
  'partly given',
  'not bought',
  'given elsewhere',
  'discarded',
  'not discarded',
] as const
export type SpeaksOf = (typeof SPEAKS_OF)[number]

const list = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line) => line.split(','))
    .map((phrase) => phrase.trim())
    .filter(Boolean)

/** Words that look like one of those below and speak of something else; they are passed over first. */
export const PASSED_OVER = list(`
  held pressure, pressure held, pressure was held, hold pressure, blood sample, lab sample, urine sample, blood samples
  syringe discarded, syringe was discarded, needle discarded, needle and syringe discarded, sharps discarded, vial discarded
  empty vial discarded, empty syringe discarded, discarded in sharps, discarded in the sharps, discarded per policy in sharps
  preservative free, latex free, pain free, symptom free, fever free, free of pain, free of symptoms, sulfite free
  half hour, half an hour, 1/2 hour, half normal, 1/2 normal, 1/2 ns, pap smear, pap test, no missed doses, no missed dose, has not missed, not missed, last dose, infusion stopped at
  sample collected, sample drawn, sample sent, left without complaint, left without complaints
`)

/** Of a text that names the drug, what says that it is not the clinic’s own, beside the phrases for every text. */
export const NOT_BOUGHT_IN_A_NAME = list(`
  sample, samples, study, trial, placebo, blinded, blind, research, irb, investigational, supplied, own, donated, donation
  free, foundation, pap, not for sale, no charge, charity
`)

/** A sentence with one of these speaks of that; what is negated just before it (`no spill`) does not, where `unless` says so. */
export const PHRASES: Readonly<
  Record<SpeaksOf, { readonly phrases: readonly string[]; readonly unlessNegated: boolean }>
> = {
  'not to be charged': {
    unlessNegated: false,
    phrases: list(`
        do not bill, do not charge, dont bill, dont charge, not to be billed, not to be charged, charted in error
        documented in error, entered in error, wrong patient, wrong chart, duplicate entry, duplicate charting
        test patient, test entry, test record
      `),
  },
  'not given': {
    unlessNegated: false,
    phrases: list(`
        not given, not administered, not injected, not infused, not received, not receive, not get, never given
        not administer, not give, not inject, nothing given, none given, no dose given, dose not, did not go in
        wasnt given, wasnt administered, didnt get, didnt receive, didnt give, didnt take
        refused, refuses, refusal, declined dose, declined injection, declined infusion, declined prolia, declined the
        patient declined, pt declined, declined medication, declined treatment, declines, dose declined
        held, hold, on hold, withheld, omitted, dose missed, missed dose, dose cancelled, dose canceled, cancelled, canceled
        no show, left before, left without, left ama, left prior, deferred, postponed, rescheduled dose, dose rescheduled
        aborted, unable to give, unable to administer, unable to inject, unable to infuse, unable to receive, dose skipped
        skipped, voided, in error, error, wrong drug, wrong dose, wrong route
        mistake, mistakenly, duplicate
      `),
  },
  'partly given': {
    unlessNegated: true,
    phrases: list(`
        partial, partially, partly, half, 1/2, one half, 1/4, 1/3, 2/3, 3/4, incomplete, incompletely, not complete
        not completed, not all, stopped early, stopped due, stopped because, interrupted, terminated, ended early
        discontinued early, discontinued due, infiltrated, infiltration, extravasated, extravasation, leaked, leaking, leakage
        spilled, spill, spilt, dropped, broken, broke, malfunction, malfunctioned, misfired, squirted, lost dose, some of
        reduced dose, dose reduced, split dose, first half, second half, remainder of dose, not full
      `),
  },
  'not bought': {
    unlessNegated: true,
    phrases: list(`
        sample, samples, own supply, own med, own meds, own medication, own drug, own syringe, own prolia, patient supplied
        pt supplied, patients supply, patient supply, pt supply, supplied by, home supply, home med, from home, brought from
        brought own, brought her, brought his, brought their, brought by patient, brought by pt, brought medication
        brought in by patient, brought drug, brought syringe, brown bag, brown bagged, brown bagging, white bag, white bagged
        white bagging, specialty pharmacy, mail order, pap, assistance program, patient assistance, foundation, free drug
        free sample, free goods, free of charge, free supply, no cost, no charge, donated, donation, replacement drug
        replacement product, study drug, study medication, study med, study product, study supply, clinical study
        clinical trial, trial drug, trial medication, trial, placebo, investigational, research, irb, blinded
        compassionate use, expanded access, not for sale, non billable, nonbillable, not billable, not purchased, not bought
      `),
  },
  'given elsewhere': {
    unlessNegated: true,
    phrases: list(`
        given at home, administered at home, injected at home, infused at home, given by spouse, given by wife
        given by husband, given by daughter, given by son, given by family, given by caregiver, given by mother
        given by father, given by patient, given by pt, administered by patient, administered by pt, injected by patient
        injected by pt, administered by spouse, administered by wife, administered by husband, administered by family
        administered by caregiver, self administered, self administration, self injected, self injection, self inject
        by spouse, by wife, by husband, home health, nursing home, other facility, another facility, outside facility
        outside clinic, another clinic, other clinic, another hospital, given elsewhere, administered elsewhere
        given outside, given by outside, skilled nursing
      `),
  },
  discarded: {
    unlessNegated: false,
    phrases: list(`
        wasted, waste, wastes, wastage, wasting, discard, discards, discarded, discarding, thrown away, thrown out, unused
        leftover, left over, remainder, remaining drug, remaining dose, drug remaining, disposed, jw, jz
      `),
  },
  'not discarded': {
    unlessNegated: false,
    phrases: list(`
        not discarded, not wasted, not discard, not waste, not thrown, not disposed, saved, kept for, kept in, stored
        next patient, another patient, other patient, returned to pharmacy, returned to stock, reused, used for
      `),
  },
}

/** What says that nothing was discarded. */
export const NOTHING_DISCARDED = list(`
  no waste, no wastage, no drug waste, no drug wasted, no drug wastage, no medication wasted, none wasted, nothing wasted
  zero waste, zero wastage, no discard, none discarded, nothing discarded, no drug discarded, no medication discarded
  0 wasted, 0 waste, 0 discarded, 0 mg wasted, 0 mg discarded, 0 mg waste, 0 ml wasted, 0 ml discarded, wasted 0 mg
  discarded 0 mg, waste 0 mg, waste 0, wasted none, wastage none, waste none, discarded none, without waste
  without wastage, no leftover, nothing left over, no unused, no remainder, jz
`)

const WORDS = `
  a about abdomen abdominal adm admin administer administered administering administration adult after ampule and ampul
  antecubital anterior apply area arm arms as at ac bag bid bottle by buttock buttocks calcium cath catheter cc central
  clinic clinical completed continuous cycle d5w daily day days deep deliver deltoid dextrose diluted dilution diluent
  direction directed discard dose dosed doses dosing drip drug due duration each every evening fat fatty filter first flank
  fluid flush followed for forearm freq frequency from full fully given gave gluteal gluteus h hand health healthcare hcp hour
  hours hr hrs im inch indicated infuse infused infuses infusing infusion infusions inject injectable injected injection
  injections inj injects inpatient instructions into intradermal intramuscular intramuscularly intravenous intravenously iv
  ivp ivpb kg kilogram last lateral left line lock lot low lower lt luer maintenance mar may mcg md mealtime med medication
  medicine mg milligram milligrams microgram micrograms milliliter milliliters milliliter milliliters gram grams mg/hr mg/h mg/kg mg/ml mcg/ml mcg/dose ml/hr ml/h min mins minute minutes ml mls mo month monthly months morning
  naci needle next normal ns nurse of office on once one only onetime order ordered orders other over office outpatient outer pain
  patient pen per percent peripheral piggyback piv po port portacath posterior pre prefilled prn procedure product
  professional protocol provider pt push q qd qmonth qty quantity qweek quadrant rate received receiving refer regimen right
  rn route rt rua lua ruq luq rlq llq rue lue s saline sc see sched scheduled sd sec second seconds semiannual series set
  sig single site six skin slow slowly sodium chloride sol soln solution sq steady sterile sub subcu subcut subcutaneous
  subcutaneously subq surface syringe syringes t take tissue than the therapy thigh thighs three through tid time times to today
  total treatment tubing twice two under unit units upper iu mbq gbq mci uci microcuries millicuries meq usp international use using v vein via vial vials vitamin volume w water week weekly
  weeks weight weighted well with within x x1 year yearly years yr yrs zero nacl 0.9% mls/hr gravity pump alternating rotate
  rotated sites dosage strength concentration reconstituted reconstitution q6 q6m q6month q6months q28d q28days q4w q4weeks q3
  q3m q12 q14d q2w q28 q4 q2 q14 mg-kg midline subclavian picc body st nd rd th loading by documented charted
  mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul
  aug sep sept oct nov dec january february march april june july august september october november december am pm noon
  in or approximately approx x minimum max maximum monitor monitoring observe observed if between start started staff verified
  consent obtained education provided bandaid bandage applied room temperature prior before using aseptic technique gauge ga
  complete entire whole tolerated without adverse reaction reactions
  starting until at least inj refrigerate protect light store
`
/** Words of usual directions: a text of these alone, with the drug’s names, amounts and days, says nothing else. */
export const USUAL: ReadonlySet<string> = new Set(WORDS.split(/\s/).filter((word) => word !== '' && word !== 'discard'))
