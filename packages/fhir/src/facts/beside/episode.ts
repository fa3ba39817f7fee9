import { wordsOfRegistration } from '@doseline/contract'
import { type RecordBeside, timeSpan } from '@doseline/dose'
import { list, quoted, text } from '../../shape.ts'
import { episodesAround, kindOfEpisode } from '../episodes.ts'
import type { Reading } from '../reading.ts'
import { zoneOfPeriods } from '../span-of-days.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { recordOf, wordsOrCodes } from './said.ts'

/** Words of episodes that pay for nothing: a disease that is cared for, a course of treatment in a clinic. */
export const USUAL_EPISODE = wordList(
  'ambulatory and anticoagulation arthritis bone cancer cardiology care chronic clinic clinical course diabetes diab disease',
  'endocrinology episode episodes for gynecology hematology hem heme infusion infusions injection injections management',
  'medical medicine metabolic nephrology of onc oncology osteoporosis outpatient pain physical primary recurring referral',
  'rehab rehabilitation rheumatology series specialty the therapy treatment wound',
  'case coordination coordinated obstetrics obstetric ob maternity pregnancy prenatal antenatal postpartum transplant organ',
  'cardiac pulmonary heart failure hypertension asthma copd enhancing model accountable navigation navigator transition',
  'rheumatoid lupus crohn colitis psoriasis gout anemia migraine ms sclerosis multiple myeloma lymphoma leukemia breast',
  'lung prostate weight obesity nutrition kidney ckd dermatology gastroenterology neurology urology orthopedic surgery surgical',
  'pharmacy specialist fracture liaison program service services population health',
)

/**
 * Care over a time that holds the dose and is no usual care of a clinic: it may be at the expense of somebody else, and who
 * cannot read its type does not know.
 */
export function episodesBeside(reading: Reading): readonly RecordBeside[] {
  const { effectiveDateTime, effectivePeriod } = reading.given
  const moment = text(effectiveDateTime) ?? text(effectivePeriod?.start)
  const when = moment === undefined ? undefined : timeSpan(moment, zoneOfPeriods(reading))
  return episodesAround(reading, when).flatMap(({ key, resource }) => {
    if (kindOfEpisode(resource) !== undefined) return []
    const words = wordsOrCodes(list(resource.type))
    const strange = words.find((each) => !isOnlyOf(each, USUAL_EPISODE))
    const manager = [resource.managingOrganization, resource.careManager, ...list(resource.team)]
      .flatMap((each) => text(each?.display) ?? [])
      .find((each) => wordsOfRegistration(each) !== undefined)
    if (strange === undefined && manager !== undefined) {
      const says = `${key} is care by “${quoted(manager, 60)}” at the time of the dose, which may pay for it.`
      return [recordOf(key, 'episode', { says, element: 'managingOrganization' })]
    }
    if (strange === undefined) return []
    const says = `${key} is care of the type “${quoted(strange, 60)}” at the time of the dose, and may be what pays for it.`
    return [recordOf(key, 'episode', { says, element: 'type' })]
  })
}
