package example.doseline.hapi;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizedList;
import ca.uhn.fhir.rest.server.interceptor.auth.SearchNarrowingInterceptor;

/** A search with a token of one patient finds only what is in the compartment of that patient. */
final class SearchesWithinCompartment extends SearchNarrowingInterceptor {
  private final Tokens tokens;

  SearchesWithinCompartment(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected AuthorizedList buildAuthorizedList(RequestDetails request) {
    if (PatientCompartment.isOpenToAll(request)) return null;
    var access = tokens.accessOf(request);
    var ofUser = access.scopes().stream().anyMatch(scope -> scope.isOf("user", request.getResourceName()));
    return ofUser || access.patient() == null ? null : new AuthorizedList().addCompartment("Patient/" + access.patient());
  }
}
