import { wordList, wordsIn } from './phrases.ts'
import { isUsualVisit } from './visit-words.ts'

/** How diseases, findings and parts of the body end in their names. */
const OF_A_DISEASE =
  /(itis|osis|oses|emia|emic|oma|omas|omata|pathy|pathic|penia|penic|algia|uria|ism|iasis|ectomy|plegia|rrhea|rrhage|sclerosis|trophy|cytosis|dystrophy|megaly|plasia|plastic|lysis|stenosis|dynia|edema|philia|phobia|toxicity|virus|viral|bacterial|ectasia|cele)$/
const DISEASES = wordList(
  'disease diseases disorder disorders syndrome syndromes deficiency deficiencies insufficiency failure dysfunction condition conditions infection infections',
  'malignant malignancy benign neoplasm neoplasms metastatic metastasis metastases secondary primary tumor tumors cancer carcinoma leukemia lymphoma giant cell',
  'chronic acute subacute active recurrent relapsing remitting progressive severe moderate mild stage grade type advanced refractory resistant positive negative',
  'unspecified other specified not elsewhere classified nos without with due to current pathological pathologic related induced age associated idiopathic familial',
  'hereditary congenital juvenile adult senile postmenopausal postmenopause menopausal postoperative high low risk increased decreased abnormal loss excess mineral density mass',
  'bone bones breast lung prostate colon rectum kidney kidneys renal liver hepatic heart cardiac blood skin brain spine spinal joint joints hip knee shoulder back neck',
  'head chest abdomen abdominal pelvis pelvic eye eyes ear nose throat thyroid parathyroid pituitary adrenal ovary uterus cervix bladder stomach bowel esophagus',
  'muscle muscles nerve nerves lymph node nodes plasma cells marrow vascular venous arterial artery vein left right bilateral upper lower multiple single site sites',
  'pain ache swelling fatigue weakness fever cough rash itching nausea vomiting headache dizziness shortness breath numbness tingling stiffness tenderness migraine',
  'vitamin iron calcium b12 d hormone hormonal androgen estrogen glucose sugar insulin diabetes hypertension hyperlipidemia cholesterol asthma copd gout lupus crohn crohns',
  'rheumatoid psoriatic ankylosing ulcerative macular degeneration wet dry retinal glaucoma anemia sickle hemophilia factor immune immunodeficiency mps vii sly',
  'osteoporosis osteopenia osteoarthritis arthritis fragility fracture fractures history personal family long term use therapy drug drugs steroid steroids glucocorticoid',
  'medication management encounter need for aftercare following status post surveillance monitoring of in the and or by on a an no new established initial ongoing',
  'workup work up investigation evaluation assessment consultation stroke tia infarction attack embolism thrombosis clot ulcer hernia allergy allergic eczema hives lesion nodule mass cyst',
  'scan dexa dxa abnormal results result counts count levels level marrow transplant remission maintenance consolidation induction adjuvant neoadjuvant',
  'aromatase inhibitor inhibitors androgen deprivation hypercalcemia calcium prophylaxis prevention preventive maintenance biologic biosimilar denosumab zoledronic',
)

/** Usual words that together say that nothing was given: a visit of laboratory work, or a talk. */
const NOTHING_GIVEN =
  /\b(labs?|blood draw|vitals?|consult\w*|evaluation|check|visit|exam|education|refills?) only\b|\bno (injection|infusion|dose|treatment)\b/i

/** What is called an accident, and is a disease. */
const AN_ACCIDENT_OF_A_DISEASE = /\b(cerebro-?vascular|cerebral vascular|cardiac) accident\b/gi

/** Whether the reason for a visit, in words alone, is a disease, a usual visit or the drug: everything else a person reads. */
export function isUsualReason(phrase: string, names: ReadonlySet<string>): boolean {
  if (NOTHING_GIVEN.test(phrase)) return false
  const words = wordsIn(phrase.replaceAll(AN_ACCIDENT_OF_A_DISEASE, ' stroke '))
  if (isUsualVisit(phrase, names)) return true
  return words.every(
    (word) =>
      DISEASES.has(word) || names.has(word) || OF_A_DISEASE.test(word) || /^\d/.test(word) || isUsualVisit(word, names),
  )
}
