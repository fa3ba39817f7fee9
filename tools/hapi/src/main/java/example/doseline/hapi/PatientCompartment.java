package example.doseline.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilder;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilderRuleOpClassifier;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.IdType;

/**
 * A token of one patient is good for R4’s compartment of that patient, no further, as HAPI’s own authorization interceptor
 * judges it: also each entry of a transaction by itself. What is in nobody’s compartment, such as a Medication, may be read.
 */
final class PatientCompartment extends AuthorizationInterceptor {
  private final Tokens tokens;

  PatientCompartment(Tokens tokens) {
    super(PolicyEnum.DENY);
    this.tokens = tokens;
  }

  @Override
  public List<IAuthRule> buildRuleList(RequestDetails request) {
    var rules = new RuleBuilder();
    rules.allow().metadata();
    if (isOpenToAll(request)) return rules.build();
    var access = tokens.accessOf(request);
    for (var scope : access.scopes()) {
      if (scope.context().equals("patient") && access.patient() == null) continue;
      typesOf(scope, request.getFhirContext()).forEach(type -> allow(rules, scope, type, access.patient(), request));
    }
    rules.allow().transaction().withAnyOperation().andApplyNormalRules();
    return rules.build();
  }

  static boolean isOpenToAll(RequestDetails request) {
    return "metadata".equals(request.getOperation());
  }

  private static Stream<String> typesOf(Tokens.Scope scope, FhirContext context) {
    return scope.type().equals("*") ? context.getResourceTypes().stream() : Stream.of(scope.type());
  }

  private static void allow(IAuthRuleBuilder rules, Tokens.Scope scope, String type, String patient, RequestDetails request) {
    var own = scope.context().equals("patient") && isInCompartments(type, request.getFhirContext());
    var letters = scope.letters();
    // Each rule has a name of its own: of those without one, HAPI 8.8.0 makes write() a second create().
    var name = scope + " for " + type;
    if (letters.contains("r") || letters.contains("s"))
      within(rules.allow("read: " + name).read().resourcesOfType(type), own, patient);
    if (scope.context().equals("patient") && !own) return;
    if (letters.contains("c")) within(rules.allow("create: " + name).create().resourcesOfType(type), own, patient);
    // HAPI has no rule for updates alone: this one lets create as well.
    if (letters.contains("u")) within(rules.allow("update: " + name).write().resourcesOfType(type), own, patient);
    if (letters.contains("d")) within(rules.allow("delete: " + name).delete().resourcesOfType(type), own, patient);
  }

  private static void within(IAuthRuleBuilderRuleOpClassifier rule, boolean own, String patient) {
    if (own) rule.inCompartment("Patient", new IdType("Patient", patient));
    else rule.withAnyId();
  }

  private static boolean isInCompartments(String type, FhirContext context) {
    return type.equals("Patient")
        || !context.getResourceDefinition(type).getSearchParamsForCompartmentName("Patient").isEmpty();
  }
}
