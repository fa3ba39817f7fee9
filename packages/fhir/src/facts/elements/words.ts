/** How a drug is put into a patient by the staff of a clinic. */
export const METHODS =
  'administer administered inject injection injected infuse infusion infused push bolus slow drip piggyback ivpb give given by via the into as iv im sc sq subq subcutaneous subcutaneously intravenous intravenously intramuscular intramuscularly route parenteral continuous intermittent'

/** Names and codes of the United States and of its territories. */
export const UNITED_STATES =
  'us usa u s a united states of america the 840 pr pri puerto rico gu gum guam vi vir virgin islands as asm american samoa mp mnp northern mariana'
