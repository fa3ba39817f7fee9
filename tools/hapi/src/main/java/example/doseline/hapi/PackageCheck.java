package example.doseline.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.utilities.npm.NpmPackage;

/**
 * Loads a FHIR package as HL7's own validator and the IG publisher do (NpmPackage), and has HL7's instance validator look at
 * every resource of it, each with all others at hand. Says a line for each error, then how many resources it saw.
 */
public final class PackageCheck {
  private PackageCheck() {}

  public static void main(String[] args) throws IOException {
    var fhir = FhirContext.forR4();
    NpmPackage loaded;
    try (var bytes = Files.newInputStream(Path.of(args[0]))) {
      loaded = NpmPackage.fromPackage(bytes);
    }
    var texts = new ArrayList<String>();
    var own = new PrePopulatedValidationSupport(fhir);
    for (var type : loaded.getTypes().keySet()) {
      for (var name : loaded.getTypes().get(type)) {
        var text = new String(loaded.load("package", name).readAllBytes(), StandardCharsets.UTF_8);
        texts.add(text);
        if (fhir.newJsonParser().parseResource(text) instanceof MetadataResource resource) own.addResource(resource);
      }
    }
    var support =
        new ValidationSupportChain(
            own,
            new DefaultProfileValidationSupport(fhir),
            new CommonCodeSystemsTerminologyService(fhir),
            new InMemoryTerminologyServerValidationSupport(fhir),
            new UnknownCodeSystemWarningValidationSupport(fhir));
    FhirValidator validator = fhir.newValidator().registerValidatorModule(new FhirInstanceValidator(support));
    for (var text : texts) {
      for (var message : validator.validateWithResult(text).getMessages()) {
        if (message.getSeverity().compareTo(ResultSeverityEnum.WARNING) < 0) continue;
        System.out.println(message.getSeverity() + " " + message.getLocationString() + ": " + message.getMessage());
      }
    }
    System.out.println(loaded.name() + "#" + loaded.version() + " " + loaded.fhirVersion() + ": " + texts.size() + " resources");
  }
}
