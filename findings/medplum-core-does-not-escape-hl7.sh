#!/usr/bin/env bash
# @medplum/core 5.2.13, Hl7Message: a component is written and read as it is. A name with ^ becomes two components, one with | another field,
# and an escape sequence that came in (\F\) stays one. The encoder of a maintained library is expected to do both.
#
# Seen: "FT1|1|a^b|c" for the component "a^b|c", and "a\F\b" for what means "a|b". Where that changes this fails. Needs Node 22 or later and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @medplum/core@5.2.13 >/dev/null
cat >escape.mjs <<'JS'
import { Hl7Field, Hl7Message, Hl7Segment } from '@medplum/core'
console.log(new Hl7Segment(['FT1', '1', new Hl7Field([['a^b|c']])]).toString())
console.log(Hl7Message.parse('MSH|^~\\&|A\rFT1|1|a\\F\\b').segments[1].getField(2).getComponent(1))
JS
seen=$(node escape.mjs)
printf '@medplum/core 5.2.13:\n%s\n' "$seen"
[ "$seen" = $'FT1|1|a^b|c\na\\F\\b' ]
