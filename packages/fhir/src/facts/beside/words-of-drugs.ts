import { wordList } from './phrases.ts'

/** Of the names of drugs what says how they come and are given, or of which salt they are, and not which they are. */
export const OF_ANY_DRUG: ReadonlySet<string> = wordList(
  'subcutaneous intravenous intramuscular injection injections injectable injector autoinjector auto-injector infusion solution suspension',
  'concentrate powder lyophilized reconstituted sterile syringe syringes prefilled pre-filled vial vials ampule ampul cartridge bottle single',
  'single-dose multi-dose dose doses unit units each with prep device acid sodium chloride calcium human immune recombinant oral tablet tablets capsule',
  'capsules extended release medication drug therapy treatment solostar pen pens kit',
)
