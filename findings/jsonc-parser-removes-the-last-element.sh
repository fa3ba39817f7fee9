#!/usr/bin/env bash
# jsonc-parser 3.3.1: modify(text, path, undefined) makes the edit that removes an element, and applyEdits puts it into the text.
# Of the last element of an array the edit takes the comma before it and leaves the element. A good engineer would guess that
# removing 3 from [1, 2, 3] leaves [1, 2]; what is left is valid JSON that says something else.
#
# Seen: "[1, 23]", and for [1, {"a": 1}, 3] the text "[1, {"a": 1}3]", which is no JSON. Where that changes this fails.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent jsonc-parser@3.3.1 >/dev/null
tar -xzf jsonc-parser-3.3.1.tgz
cat >remove.cjs <<'JS'
const { modify, applyEdits } = require('./package/lib/umd/main.js')
const withoutLast = (text) => applyEdits(text, modify(text, [JSON.parse(text).length - 1], undefined, {}))
console.log(['[1, 2, 3]', '[1, {"a": 1}, 3]'].map(withoutLast).join(' | '))
JS
seen=$(node remove.cjs)
echo "jsonc-parser 3.3.1: $seen"
[ "$seen" = '[1, 23] | [1, {"a": 1}3]' ]
