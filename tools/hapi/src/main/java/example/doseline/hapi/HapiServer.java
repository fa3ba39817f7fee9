package example.doseline.hapi;

import ca.uhn.fhir.batch2.api.IJobMaintenanceService;
import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.CorsInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.cors.CorsConfiguration;

/**
 * A HAPI FHIR JPA server, set up as HAPI’s starter is by default, with everything in memory. Its one store is served twice:
 * to anybody at {@code http://localhost:<port>/fhir}, and at {@code http://localhost:<port>/guarded/fhir} to whoever holds a
 * token, within the compartment of the token’s patient.
 *
 * <p>Arguments: the port, and the base address of the authorization server. Prints one line, {@code ready}, once it answers.
 */
public final class HapiServer {
  private static final String GUARDED = "/guarded/fhir";

  public static void main(String[] arguments) throws Exception {
    var authorizationServer = arguments[1];
    var beans = new AnnotationConfigApplicationContext(StorageConfig.class);
    var jetty = new Server();
    var connector = new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(arguments[0]));
    jetty.addConnector(connector);
    var handler = new ServletContextHandler("/");
    handler.addServlet(new ServletHolder(exporting(fhirServer(beans), beans)), "/fhir/*");
    handler.addServlet(new ServletHolder(guarded(fhirServer(beans), authorizationServer)), GUARDED + "/*");
    handler.addServlet(
        new ServletHolder(new SmartConfiguration(authorizationServer)), GUARDED + "/.well-known/smart-configuration");
    jetty.setHandler(handler);
    jetty.start();
    System.out.println("ready");
    // Whoever started this server holds its standard input: it ends with them, however they end.
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  /**
   * HAPI's own bulk export, as its starter offers it; only where anybody may read everything. Its jobs go on every half second,
   * and not every minute.
   */
  private static RestfulServer exporting(RestfulServer server, AnnotationConfigApplicationContext beans) {
    var jobs = beans.getBean(IJobMaintenanceService.class);
    var clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "jobs");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleWithFixedDelay(jobs::forceMaintenancePass, 5_000, 500, TimeUnit.MILLISECONDS);
    server.registerProvider(beans.getBean(BulkDataExportProvider.class));
    return server;
  }

  private static RestfulServer guarded(RestfulServer server, String authorizationServer) {
    var tokens = new Tokens(authorizationServer + "/introspect");
    server.registerInterceptor(new PatientCompartment(tokens));
    server.registerInterceptor(new SearchesWithinCompartment(tokens));
    return server;
  }

  private static RestfulServer fhirServer(AnnotationConfigApplicationContext beans) {
    var context = beans.getBean(FhirContext.class);
    var server = new RestfulServer(context);
    server.registerProviders(beans.getBean(ResourceProviderFactory.class).createProviders());
    server.registerProvider(beans.getBean(JpaSystemProvider.class));
    server.registerProvider(beans.getBean(ValueSetOperationProvider.class));
    server.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(
            server,
            beans.getBean(IFhirSystemDao.class),
            beans.getBean(JpaStorageSettings.class),
            beans.getBean(ISearchParamRegistry.class),
            beans.getBean(IValidationSupport.class)));
    server.setPagingProvider(pages(beans.getBean(DatabaseBackedPagingProvider.class)));
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    server.registerInterceptor(cors());
    return server;
  }

  /** The sizes HAPI’s starter has. */
  private static DatabaseBackedPagingProvider pages(DatabaseBackedPagingProvider provider) {
    provider.setDefaultPageSize(20);
    provider.setMaximumPageSize(200);
    return provider;
  }

  /** The headers HAPI’s starter lets a browser send: neither If-Match nor If-None-Exist is among them. */
  private static CorsInterceptor cors() {
    var configuration = new CorsConfiguration();
    configuration.setAllowedOriginPatterns(List.of("*"));
    configuration.setAllowedHeaders(
        List.of(
            "Origin",
            "Accept",
            "Content-Type",
            "Authorization",
            "Cache-Control",
            "x-fhir-starter",
            "X-Requested-With",
            "Prefer"));
    configuration.setExposedHeaders(List.of("Location", "Content-Location"));
    configuration.setAllowedMethods(List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"));
    configuration.setAllowCredentials(true);
    return new CorsInterceptor(configuration);
  }
}
