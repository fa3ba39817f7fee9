#!/usr/bin/env bash
# HAPI FHIR server 8.8.0 (hapi-fhir-server), RuleBuilder of its AuthorizationInterceptor: allow().create() and allow().write() for one
# type and compartment, neither with a name, become one rule, and that lets create only: each PUT is then refused with 403
# (HAPI-0334). With a name each they are two. A good engineer would guess that a name is for the log alone.
#
# Seen: "without names: CREATE" and "with names: CREATE WRITE" (wanted: the same twice). Where that changes this fails.
# Needs Java 17 and Maven.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>rules</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>ca.uhn.hapi.fhir</groupId><artifactId>hapi-fhir-server</artifactId><version>8.8.0</version></dependency>
    <dependency><groupId>ca.uhn.hapi.fhir</groupId><artifactId>hapi-fhir-structures-r4</artifactId><version>8.8.0</version></dependency>
  </dependencies>
</project>
XML
cat >Rules.java <<'JAVA'
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilderRuleOpClassifier;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.IdType;

public class Rules {
  public static void main(String[] args) {
    var without = new RuleBuilder();
    within(without.allow().create().resourcesOfType("ChargeItem"));
    within(without.allow().write().resourcesOfType("ChargeItem"));
    var with = new RuleBuilder();
    within(with.allow("create").create().resourcesOfType("ChargeItem"));
    within(with.allow("write").write().resourcesOfType("ChargeItem"));
    System.out.println("without names: " + operations(without.build()));
    System.out.println("with names: " + operations(with.build()));
  }

  static void within(IAuthRuleBuilderRuleOpClassifier rule) {
    rule.inCompartment("Patient", new IdType("Patient/1"));
  }

  static String operations(List<IAuthRule> rules) {
    return Pattern.compile(",op=([A-Z]+)").matcher(rules.toString()).results().map(found -> found.group(1)).collect(Collectors.joining(" "));
  }
}
JAVA
mvn --quiet --batch-mode dependency:build-classpath -Dmdep.outputFile=libraries.txt >/dev/null
seen=$(java -cp "$(cat libraries.txt)" Rules.java 2>/dev/null)
printf 'hapi-fhir-server 8.8.0:\n%s\n' "$seen"
[ "$seen" = $'without names: CREATE\nwith names: CREATE WRITE' ]
