package example.doseline.hapi;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a bearer token allows, asked of the authorization server by token introspection (RFC 7662), which SMART App Launch
 * extends by the patient of the launch.
 */
final class Tokens {
  /** @param patient bare id of the patient in context; null where there is none */
  record Access(List<Scope> scopes, String patient) {}

  /** One scope, {@code patient/Flag.cu}: whose records, which type ({@code *} for all), which of SMART’s five letters. */
  record Scope(String context, String type, String letters) {
    boolean isOf(String wantedContext, String wantedType) {
      return context.equals(wantedContext) && (type.equals("*") || type.equals(wantedType));
    }
  }

  private static final String REMEMBERED = Tokens.class.getName();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI introspection;

  Tokens(String introspection) {
    this.introspection = URI.create(introspection);
  }

  /** @throws AuthenticationException where no token was sent, or one that is not good (any more) */
  Access accessOf(RequestDetails request) {
    if (request.getUserData().get(REMEMBERED) instanceof Access known) return known;
    var header = request.getHeader("Authorization");
    if (header == null || !header.startsWith("Bearer ")) throw new AuthenticationException("An access token is needed");
    var access = introspect(header.substring("Bearer ".length()));
    request.getUserData().put(REMEMBERED, access);
    return access;
  }

  private Access introspect(String token) {
    var form = "client_id=doseline&token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    var question =
        HttpRequest.newBuilder(introspection)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      var answer = json.readTree(http.send(question, HttpResponse.BodyHandlers.ofString()).body());
      if (!answer.path("active").asBoolean()) throw new AuthenticationException("The access token is not active");
      var scopes = Arrays.stream(answer.path("scope").asText().split(" ")).filter(Tokens::isOfResources);
      return new Access(scopes.map(Tokens::scope).toList(), answer.path("patient").asText(null));
    } catch (IOException failed) {
      throw new AuthenticationException("The authorization server does not answer", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AuthenticationException("Stopped while asking the authorization server", stopped);
    }
  }

  private static boolean isOfResources(String scope) {
    return scope.matches("(patient|user)/[A-Za-z*]{1,64}\\.[a-z*]{1,8}");
  }

  private static Scope scope(String text) {
    var slash = text.indexOf('/');
    var dot = text.indexOf('.');
    var letters =
        switch (text.substring(dot + 1)) {
          case "read" -> "rs";
          case "write" -> "cud";
          case "*" -> "cruds";
          default -> text.substring(dot + 1);
        };
    return new Scope(text.substring(0, slash), text.substring(slash + 1, dot), letters);
  }
}
