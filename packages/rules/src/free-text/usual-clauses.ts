/**
 * What nurses usually write of a dose that went well, clause by clause. A kind of clause has words of its own and no other:
 * the same word is harmless in one kind and turns the dose in another (`IV discontinued`, `infusion discontinued`).
 */
export interface ClauseKind {
  readonly words: ReadonlySet<string>
  /** At least one of these. */
  readonly needs?: ReadonlySet<string>
  /** Words of figures: amounts, vital signs, sizes of a needle. Where false a clause with a figure is none of this kind. */
  readonly figures: boolean
  /** A figure counts something only with its unit behind it: two injections are none of a usual clause. */
  readonly measured?: boolean
  /** The drug’s own names may stand in it. */
  readonly names?: boolean
  /** It says how the dose was given: by one route. */
  readonly oneRoute?: boolean
  /** What is denied in it, such as `without difficulty`, is a complaint. */
  readonly denies?: boolean
}

const words = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')))
const joined = (...lists: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => [...list]))

const SMALL = words(
  'the a an this that it was is were are has have had been to of in on at for by per as and or today todays',
)
const PATIENT = words('patient pt pts patients she he they her his their')
const DOSE = words('injection inj infusion dose medication med treatment procedure shot drug')
const SITE = words(
  'left right l r lt rt lue rue lua rua luq ruq llq rlq arm arms upper lower outer inner back posterior anterior lateral medial deltoid',
  'abdomen abd abdominal thigh forearm hand wrist antecubital ac fossa chest gluteal glute ventrogluteal dorsogluteal buttock quadrant',
  'flank hip side area site region into in to the fatty tissue',
)
const ROUTE = words(
  'sq sc subq subcut subcutaneous subcutaneously im intramuscular intramuscularly iv intravenous intravenously ivpb under skin z-track',
)
const UNITS = words(
  'mg mcg g ml mls cc kg unit units iu international usp meq cm2 mci uci mbq gbq min mins minute minutes hr hrs hour hours mg/ml ml/hr mg/kg',
)

/** What may be denied: `no swelling, redness or new pain`. */
export const COMPLAINTS = words(
  'adverse allergic reaction reactions effects effect complaint complaints concern concerns issue issues problem problems',
  'complication complications difficulty difficulties incident incidents distress symptom symptoms s/s pain painful tenderness',
  'swelling swollen redness erythema rash hives itching pruritus bleeding bruising hematoma infiltration extravasation phlebitis',
  'leakage leaking fever fevers chills infection infections cough nausea vomiting diarrhea dizziness headache shortness breath sob',
  'dyspnea tightness flushing hypotension hypocalcemia numbness tingling cramps weakness fatigue falls fall fracture fractures',
  'procedure procedures surgery surgeries extraction extractions work change changes allergy allergies contraindication contraindications',
  'question questions spill spillage leak bubbles waste wastage leftover event events incident bump bumps lump warmth drainage',
)
/** Words of what is denied, that deny nothing by themselves. */
export const OF_COMPLAINTS = words(
  'side acute sign signs chest jaw thigh hip groin dental invasive planned upcoming recent new known further immediate delayed local',
  'systemic evidence noted observed reported voiced at site or and of any the this time after from in to today since last visit prior air',
  'needed other med medication drug infusion injection related post during with s/p back muscle bone joint urinary oral skin open wounds',
)
/** A complaint stands right after these: an infusion is not what is denied. */
export const BEFORE_COMPLAINTS = words('med medication drug infusion injection')
export const AFTER_DOSE_NOUN = words('related site sites reaction reactions allergy allergies change changes')
export const DENIES = words('no denies denied without nor')

export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const MONTH_WORDS = words(`${MONTHS.join(' ')} jan feb mar apr jun jul aug sep sept oct nov dec`)

/** What is given before an infusion against reactions to it: its amounts are none of the dose. */
export const PREMEDICATION = words(
  'premedicated premedication premedications premed premeds acetaminophen tylenol benadryl diphenhydramine methylprednisolone solumedrol',
  'solu-medrol hydrocortisone famotidine pepcid ondansetron zofran dexamethasone decadron loratadine claritin cetirizine zyrtec',
)

export const KINDS: readonly ClauseKind[] = [
  // Tolerated the injection very well.
  {
    words: joined(
      SMALL,
      PATIENT,
      DOSE,
      words('tolerated tolerating tolerates very well good fine entire full complete whole remains remained'),
    ),
    needs: words('tolerated tolerating tolerates'),
    figures: false,
    names: true,
    denies: true,
  },
  // Prolia 60 mg given SC in left upper arm by RN as ordered. Nobody is its subject: who gave it stands in “by”.
  {
    words: joined(
      SITE,
      ROUTE,
      UNITS,
      words(
        'injection inj infusion dose medication med shot gave given administered injected infused full entire complete whole syringe vial contents used',
        'prefilled pfs single use was in into to the via per by rn lpn lvn cma ma nurse staff as ordered prescribed directed order orders',
        'protocol policy today using aseptic sterile technique gauge needle over through pump piv port midline picc line filter slow slowly push x',
      ),
    ),
    needs: words(
      'gave given administered injected infused used sq sc subq subcut im iv ivpb arm deltoid abdomen thigh',
    ),
    figures: true,
    measured: true,
    names: true,
    oneRoute: true,
    denies: true,
  },
  // The infusion itself.
  {
    words: joined(
      SMALL,
      UNITS,
      words(
        'infusion started start begun initiated completed complete finished ended infused over via pump rate titrated increased protocol order ran running well tubing filter',
      ),
    ),
    needs: words('infused completed complete finished started initiated ended ran titrated rate'),
    figures: true,
    denies: true,
  },
  // PIV 22g left forearm, good blood return, flushed with 10 mL NS.
  {
    words: joined(
      SMALL,
      SITE,
      UNITS,
      words(
        'piv iv ivs peripheral port portacath mediport picc line catheter access accessed deaccessed de-accessed needle huber gauge ga 18g 20g',
        '22g 24g placed inserted started removed discontinued d/c’d dcd flushed flush flushes saline ns nss heparin lock locked blood return',
        'brisk good positive patent patency noted dressing dressed gauze tape pressure held applied hemostasis achieved bandaid band-aid',
        'bandage coban cotton ball cleansed cleaned alcohol chlorhexidine swab prepped prep aseptic sterile technique rotated attempt attempts',
        'x1 x2 x successfully easily clean dry intact tip secured via with with after before prior during using established vein',
      ),
    ),
    needs: words(
      'piv iv ivs port portacath mediport picc line catheter needle flushed flush blood dressing bandaid band-aid bandage pressure gauze site hemostasis gauge g ga',
    ),
    figures: true,
    denies: true,
  },
  // Injection site clean and dry.
  {
    words: joined(
      SMALL,
      SITE,
      words('injection infusion iv insertion clean dry intact looks good within normal limits wnl'),
    ),
    needs: words('site sites'),
    figures: false,
    denies: true,
  },
  // Two patient identifiers verified; consent signed; education provided, verbalized understanding.
  {
    words: joined(
      SMALL,
      PATIENT,
      words(
        'name dob birthdate identifiers identifier id band two 2 verified verify verifying checked check double confirmed confirm reviewed',
        'allergies allergy nkda nka meds medications medication list history hx consent informed signed obtained file order orders ordered rights',
        'scanned barcode barcoded expiration date dates package packaging label labels labeled appropriate correct questions answered all',
        'verbalized verbalizes understanding understands plan care education educated teaching taught instructed instructions instruct handout',
        'printed information written avs advised aware encouraged reminded discussed explained side effects effect call calls clinic office',
        'provider physician doctor md notify if any concerns worsening occur develop continue continues with about regarding and supplements',
        'supplement calcium vitamin d d3 hydration hydrate fluids water oral hygiene dental pharmacy pharmacist rn nurse witness witnessed',
        'cosigned by injection infusion safety precautions fall guide provided given copy therapy',
      ),
    ),
    needs: words(
      'verified verify checked confirmed reviewed consent scanned answered verbalized verbalizes education educated teaching taught instructed',
      'instructions handout advised encouraged reminded discussed explained aware notify call continue continues avs allergies nkda nka witnessed cosigned',
    ),
    figures: true,
    denies: true,
  },
  // Advised calcium at home.
  {
    words: joined(
      SMALL,
      PATIENT,
      words(
        'calcium vitamin d d3 supplement supplements continue continues continuing take takes taking daily home advised instructed encouraged aware with oral',
      ),
    ),
    needs: words('calcium vitamin'),
    figures: false,
  },
  // VSS, BP 128/76; calcium 9.6 on 2/20.
  {
    words: joined(
      SMALL,
      UNITS,
      MONTH_WORDS,
      words(
        'vital vitals signs sign stable vss wnl bp blood pressure hr pulse heart rate temp temperature temporal resp respirations respiratory',
        'rr spo2 o2 sat sats saturation room air ra afebrile weight wt height ht bmi lb lbs bpm f c pain scale score level levels 0/10 baseline',
        'lab labs result results drawn reviewed cbc cmp bmp creatinine scr crcl egfr gfr albumin corrected phosphorus magnesium ca alt ast hgb',
        'hemoglobin platelets anc wbc tsh 25-oh vitamin d calcium range normal limits within acceptable mg/dl dl l mmol ng recent last week month',
        'previous latest dexa scan bone density t-score hcg urine pregnancy test negative ago from dated checked check pre post t p r u t',
      ),
    ),
    needs: words(
      'vital vitals vss bp pulse temp temperature spo2 sats afebrile weight wt pain lab labs creatinine scr crcl egfr calcium ca vitamin dexa hgb hemoglobin pregnancy hcg cbc cmp bmp t-score hr rr resp height ht bmi albumin t',
    ),
    figures: true,
    denies: true,
  },
  // Observed 15 minutes after the injection.
  {
    words: joined(
      SMALL,
      PATIENT,
      UNITS,
      words(
        'monitored observed observation monitor waited remained stayed after post following injection infusion period clinic office with complete completed',
      ),
    ),
    needs: words('monitored observed waited remained stayed monitor'),
    figures: true,
    denies: true,
  },
  // Arrived ambulatory for the injection.
  {
    words: joined(
      SMALL,
      PATIENT,
      DOSE,
      words(
        'arrived arrives presents presented here seen ambulatory ambulating wheelchair walker cane via clinic office infusion center scheduled alert oriented x3 x4 steady gait feeling well good stable condition comfortable resting seated chair',
      ),
    ),
    needs: words(
      'arrived arrives presents presented here seen alert oriented ambulatory stable comfortable resting seated steady gait',
    ),
    figures: false,
    names: true,
    denies: true,
  },
  // Flu vaccine declined; what is said of a vaccine is not said of the dose.
  {
    words: joined(
      SMALL,
      PATIENT,
      words(
        'flu influenza covid covid-19 pneumococcal shingles tdap vaccine vaccination vaccines declined refused offered discussed up date',
      ),
    ),
    needs: words('vaccine vaccination vaccines'),
    figures: false,
  },
  // Discharged home ambulatory in stable condition.
  {
    words: joined(
      SMALL,
      PATIENT,
      words(
        'discharged discharge d/c home left clinic office ambulatory ambulating wheelchair via stable good condition self steady gait',
      ),
    ),
    needs: words('discharged home stable ambulatory condition'),
    figures: false,
    denies: true,
  },
  // Next dose due in 6 months; the period or the day is asked for apart.
  {
    words: joined(
      SMALL,
      PATIENT,
      DOSE,
      MONTH_WORDS,
      words(
        'next due follow followup follow-up up appointment appointments appt appts scheduled schedule scheduling return returns rtc visit clinic week',
        'weeks wk wks month months mo mos year years yr years will be in six 6mo q6mo made given called call reminder patient with date about again every',
        'office aware primary care pcp provider for diabetes hypertension cholesterol thyroid asthma',
      ),
    ),
    needs: words('next due follow followup follow-up appointment appointments appt appts rtc return returns'),
    figures: true,
    names: true,
  },
  // Premedicated with Tylenol 650 mg PO.
  {
    words: joined(
      SMALL,
      UNITS,
      PREMEDICATION,
      words(
        'with po iv ivp oral orally given administered before prior infusion injection protocol order ordered by minutes min tablet tablets',
      ),
    ),
    needs: PREMEDICATION,
    figures: true,
  },
  // Needle discarded in sharps.
  {
    words: joined(
      SMALL,
      words(
        'needle needles syringe sharps used empty discarded disposed container safely properly sharp box appropriate',
      ),
    ),
    needs: words('sharps'),
    figures: false,
  },
  // 9 vials used: how many were opened is held against the record apart.
  {
    words: joined(SMALL, words('vial vials syringe syringes ampule ampules used opened open single-dose entire full')),
    needs: words('used opened'),
    figures: true,
  },
  // 0 mg wasted; 2 mg wasted, witnessed by RN: how much is held against the record apart.
  {
    words: joined(
      SMALL,
      UNITS,
      words('waste wasted wastage discarded none zero rn witnessed witness amount drug jz jw'),
    ),
    needs: words('waste wasted wastage discarded jz jw'),
    figures: true,
    denies: true,
  },
]
