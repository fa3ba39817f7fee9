#!/usr/bin/env bash
# HAPI HL7v2 2.6.0 (hapi-structures-v251): a TS of a month or a year, which HL7 v2 allows, is read by getValueAsDate as the day before the last one of the
# month before: 202603 as 28 February 2026, 2026 as 30 November 2025. No exception, no warning. Eight digits are read as they are.
#
# Seen: "202603 2026-02-28", "2026 2025-11-30", "20260302 2026-03-02". Where that changes this fails. Needs Java 17 and Maven.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>days</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>ca.uhn.hapi</groupId><artifactId>hapi-base</artifactId><version>2.6.0</version></dependency>
    <dependency><groupId>ca.uhn.hapi</groupId><artifactId>hapi-structures-v251</artifactId><version>2.6.0</version></dependency>
  </dependencies>
</project>
XML
cat >Days.java <<'JAVA'
import ca.uhn.hl7v2.model.v251.datatype.TS;
import java.text.SimpleDateFormat;

public class Days {
  public static void main(String[] args) throws Exception {
    for (var text : new String[] {"202603", "2026", "20260302"}) {
      var time = new TS(null);
      time.getTime().setValue(text);
      System.out.println(text + " " + new SimpleDateFormat("yyyy-MM-dd").format(time.getTime().getValueAsDate()));
    }
  }
}
JAVA
mvn --quiet --batch-mode dependency:build-classpath -Dmdep.outputFile=libraries.txt >/dev/null
seen=$(java -cp "$(cat libraries.txt)" Days.java 2>/dev/null)
printf 'hapi-structures-v251 2.6.0:\n%s\n' "$seen"
[ "$seen" = $'202603 2026-02-28\n2026 2025-11-30\n20260302 2026-03-02' ]
