#!/usr/bin/env bash
# pyx12 4.0.0: an 837P whose LIN03 is an NDC with dashes, whose SV107 points to a diagnosis that the claim does not have, or whose procedure
# has a fifth modifier (which it takes for the description) is OK.
#
# Seen: "OK" four times. Where that changes this fails. Needs Python 3 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv py
py/bin/pip install --quiet pyx12==4.0.0
cat >good.837 <<'X12'
ISA*00*          *00*          *ZZ*SUB1           *ZZ*PAY1           *260302*1200*^*00501*000000001*0*T*:~
GS*HC*SUB1*PAY1*20260302*1200*1*X*005010X222A1~
ST*837*0001*005010X222A1~
BHT*0019*00*1*20260302*1200*CH~
NM1*41*2*RIVERSIDE*****46*SUB1~
PER*IC*BILLING*TE*5555551234~
NM1*40*2*PAYER*****46*PAY1~
HL*1**20*1~
NM1*85*2*RIVERSIDE*****XX*1234567893~
N3*1 MAIN ST~
N4*ANYTOWN*NY*123450001~
REF*EI*123456789~
HL*2*1*22*0~
SBR*P*18*******MB~
NM1*IL*1*EXAMPLE*PATIENT****MI*1EG4TE5MK73~
N3*1 MAIN ST~
N4*ANYTOWN*NY*12345~
DMG*D8*19500101*F~
NM1*PR*2*MEDICARE*****PI*00120~
CLM*ACCT1*0***11:B:1*Y*A*Y*Y~
HI*ABK:E7629~
LX*1~
SV1*HC:J3397*0*UN*88***1~
DTP*472*D8*20260302~
LIN**N4*69794000101~
CTP****44*ML~
SE*25*0001~
GE*1*1~
IEA*1*000000001~
X12
check() { sed "$1" good.837 >case.837; { py/bin/x12valid case.837 2>&1 || true; } | tail -1 | sed -E 's/^case.837: //'; }
seen=$(
  check 's/no change//'
  check 's/N4[*]69794000101/N4*69794-001-01/'
  check 's/UN[*]88[*][*][*]1~/UN*88***9~/'
  check 's/HC:J3397/HC:J3397:TB:JA:JB:JW:JZ/'
)
printf 'pyx12 4.0.0:\n%s\n' "$seen"
[ "$seen" = $'OK\nOK\nOK\nOK' ]
