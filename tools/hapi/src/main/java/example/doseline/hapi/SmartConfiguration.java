package example.doseline.hapi;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** SMART’s discovery document, which the authorization server knows, where clients look for it: below the FHIR base. */
final class SmartConfiguration extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private final transient HttpClient http = HttpClient.newHttpClient();
  private final transient HttpRequest question;

  SmartConfiguration(String authorizationServer) {
    question = HttpRequest.newBuilder(URI.create(authorizationServer + "/smart-configuration")).build();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      var answer = http.send(question, HttpResponse.BodyHandlers.ofString());
      response.setStatus(answer.statusCode());
      response.setContentType("application/json");
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.getWriter().write(answer.body());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }
}
