import type { Rule } from './rule.ts'
import fitsItsOrder from './rules/administration/fits-its-order.ts'
import hasADateOfService from './rules/administration/has-a-date-of-service.ts'
import infusionTimeIsCharted from './rules/administration/infusion-time-is-charted.ts'
import isChartedOnce from './rules/administration/is-charted-once.ts'
import isCompleted from './rules/administration/is-completed.ts'
import isDocumented from './rules/administration/is-documented.ts'
import isNotInTheFuture from './rules/administration/is-not-in-the-future.ts'
import isWithinItsVisit from './rules/administration/is-within-its-visit.ts'
import nothingWasReported from './rules/administration/nothing-was-reported.ts'
import patientWasAlive from './rules/administration/patient-was-alive.ts'
import patientWasNotAdmitted from './rules/administration/patient-was-not-admitted.ts'
import routeFitsTheProduct from './rules/administration/route-fits-the-product.ts'
import settingIsBillable from './rules/administration/setting-is-billable.ts'
import textsAgreeWithTheCodes from './rules/administration/texts-agree-with-the-codes.ts'
import visitTookPlace from './rules/administration/visit-took-place.ts'
import wasBought from './rules/administration/was-bought.ts'
import wasNotBeforeAnAdmission from './rules/administration/was-not-before-an-admission.ts'
import containersFitTheDose from './rules/amount/containers-fit-the-dose.ts'
import discardIsDocumented from './rules/amount/discard-is-documented.ts'
import isTheLabelledDose from './rules/amount/is-the-labelled-dose.ts'
import isWithinTheMue from './rules/amount/is-within-the-mue.ts'
import isWithinThePayersLimit from './rules/amount/is-within-the-payers-limit.ts'
import restOfItsLineIsInOrder from './rules/amount/rest-of-its-line-is-in-order.ts'
import unitsAreExactAndWhole from './rules/amount/units-are-exact-and-whole.ts'
import nobodyHoldsIt from './rules/charges/nobody-holds-it.ts'
import notAlreadyCharged from './rules/charges/not-already-charged.ts'
import isWhollyRead from './rules/chart/is-wholly-read.ts'
import statementsAreInTime from './rules/chart/statements-are-in-time.ts'
import fitsTheProduct from './rules/code/fits-the-product.ts'
import isPaidByItself from './rules/code/is-paid-by-itself.ts'
import narrativeNamesTheDrug from './rules/code/narrative-names-the-drug.ts'
import ndcIsWhole from './rules/code/ndc-is-whole.ts'
import priceIsPublished from './rules/code/price-is-published.ts'
import productIsRecognised from './rules/code/product-is-recognised.ts'
import wasEffective from './rules/code/was-in-force.ts'
import canStillBeFiled from './rules/coverage/can-still-be-filed.ts'
import fitsTheAccount from './rules/coverage/fits-the-account.ts'
import isAMedicalBenefit from './rules/coverage/is-a-medical-benefit.ts'
import isNoStudy from './rules/coverage/is-no-study.ts'
import isNotSelfAdministered from './rules/coverage/is-not-self-administered.ts'
import mayBeDisclosed from './rules/coverage/may-be-disclosed.ts'
import payerConfirmsIt from './rules/coverage/payer-confirms-it.ts'
import payerIsKnown from './rules/coverage/payer-is-known.ts'
import paysFirst from './rules/coverage/pays-first.ts'
import priorAuthorizationIsOnFile from './rules/coverage/prior-authorization-is-on-file.ts'
import wasActiveThatDay from './rules/coverage/was-active-that-day.ts'
import wasNotDeclined from './rules/coverage/was-not-declined.ts'
import agreeWithTheChart from './rules/modifiers/agree-with-the-chart.ts'
import agreeWithTheRecord from './rules/modifiers/agree-with-the-record.ts'
import belongOnADrugLine from './rules/modifiers/belong-on-a-drug-line.ts'
import fitTheCode from './rules/modifiers/fit-the-code.ts'
import nameTheRoute from './rules/modifiers/name-the-route.ts'
import namesA340bDrug from './rules/modifiers/names-a-340b-drug.ts'
import courseIsNotOver from './rules/necessity/course-is-not-over.ts'
import diagnosisCodesExist from './rules/necessity/diagnosis-codes-exist.ts'
import diagnosisSupportsTheProduct from './rules/necessity/diagnosis-supports-the-product.ts'
import earlierTreatmentWasTried from './rules/necessity/earlier-treatment-was-tried.ts'
import enoughTimeHasPassed from './rules/necessity/enough-time-has-passed.ts'
import evidenceIsOnFile from './rules/necessity/evidence-is-on-file.ts'
import labelWarningsAreAnswered from './rules/necessity/label-warnings-are-answered.ts'
import noOtherAntiresorptive from './rules/necessity/no-other-antiresorptive.ts'
import preferredProductWasTried from './rules/necessity/preferred-product-was-tried.ts'

/** Every question asked of a dose, in the order a biller would ask. */
export const RULEBOOK: readonly Rule[] = [
  isWhollyRead,
  statementsAreInTime,
  isCompleted,
  hasADateOfService,
  isNotInTheFuture,
  patientWasAlive,
  isWithinItsVisit,
  visitTookPlace,
  settingIsBillable,
  patientWasNotAdmitted,
  wasNotBeforeAnAdmission,
  wasBought,
  isDocumented,
  routeFitsTheProduct,
  textsAgreeWithTheCodes,
  fitsItsOrder,
  nothingWasReported,
  infusionTimeIsCharted,
  productIsRecognised,
  ndcIsWhole,
  wasEffective,
  fitsTheProduct,
  narrativeNamesTheDrug,
  isPaidByItself,
  priceIsPublished,
  unitsAreExactAndWhole,
  isChartedOnce,
  isTheLabelledDose,
  discardIsDocumented,
  containersFitTheDose,
  isWithinTheMue,
  isWithinThePayersLimit,
  belongOnADrugLine,
  agreeWithTheRecord,
  agreeWithTheChart,
  fitTheCode,
  nameTheRoute,
  namesA340bDrug,
  diagnosisSupportsTheProduct,
  diagnosisCodesExist,
  enoughTimeHasPassed,
  courseIsNotOver,
  earlierTreatmentWasTried,
  preferredProductWasTried,
  noOtherAntiresorptive,
  evidenceIsOnFile,
  labelWarningsAreAnswered,
  payerIsKnown,
  wasActiveThatDay,
  paysFirst,
  isAMedicalBenefit,
  payerConfirmsIt,
  fitsTheAccount,
  wasNotDeclined,
  isNotSelfAdministered,
  priorAuthorizationIsOnFile,
  isNoStudy,
  mayBeDisclosed,
  canStillBeFiled,
  notAlreadyCharged,
  nobodyHoldsIt,
  restOfItsLineIsInOrder,
]

/** The question that rests on what is found of other doses. */
export const OF_THE_LINE = restOfItsLineIsInOrder
